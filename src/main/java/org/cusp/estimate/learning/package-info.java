/**
 * Learning curves: losses of Bayes, Gibbs, MAP and SGD solutions over n, width and depth, and the
 * stages of a training. May import the other rooms of {@code estimate} and all below. Begin with
 * {@link org.cusp.estimate.learning.LearningCurveRun}.
 */
package org.cusp.estimate.learning;
