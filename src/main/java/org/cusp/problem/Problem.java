package org.cusp.problem;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.model.Model;
import org.cusp.tensor.Precision;

/**
 * A learning problem whose truth is known: a model, data drawn from its own law, the true parameter
 * and, where mathematics gives it, the exact learning coefficient.
 *
 * @param name the problem string
 * @param truth the true parameter w*
 * @param exact the global learning coefficient
 */
public record Problem(
    String name,
    Model model,
    DataSet data,
    double[] truth,
    Optional<Rlct> exact,
    Precision precision) {}
