package org.cusp.cli.spread;

import java.io.Serializable;

/**
 * A piece of a command's work, which needs no other.
 *
 * @param number from 1
 * @param count of all pieces, done or not
 * @param name for people
 * @param folder where its result goes, absolute
 */
public record Piece(int number, int count, String name, String folder) implements Serializable {}
