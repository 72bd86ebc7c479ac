package org.cusp.estimate.llc;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.cusp.diagnostics.Estimate;

/**
 * One number of a {@link DrawEstimator}, as it is printed and stored.
 *
 * @param of what it is of, such as "class 3"
 * @param data how many data that are
 */
public record NamedEstimate(
    String of, int data, @JsonUnwrapped @JsonIgnoreProperties("ci95") Estimate estimate) {}
