package org.cusp.spec;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.InputScaling;

/**
 * The data of a spec, split and scaled.
 *
 * @param train what the weights are learned from
 * @param test the held-out part, if there is one
 * @param scaling what the spec does to inputs, for data that are given beside these
 */
public record LoadedData(DataSet train, Optional<DataSet> test, InputScaling scaling) {}
