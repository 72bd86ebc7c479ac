package org.cusp.spec;

import java.util.Optional;
import org.cusp.data.DataSet;

/**
 * The data of a spec, split and scaled.
 *
 * @param train what the weights are learned from
 * @param test the held-out part, if there is one
 */
public record LoadedData(DataSet train, Optional<DataSet> test) {}
