package org.cusp.format.torch;

import org.cusp.format.ElementType;

/**
 * The numbers that tensors share, as a pickle names them.
 *
 * @param key its name in the file
 * @param type of its numbers
 * @param start where it begins in the storage of that name, in numbers: the oldest files cut views
 * @param numbers how many it says it has
 */
record TorchStorage(String key, ElementType type, long start, long numbers) {}
