/**
 * Learning curves over the data and over the size of a network. May import {@code report.plot} and
 * all below {@code report}. Begin with {@link org.cusp.report.figures.learning.LearningFigures}.
 */
package org.cusp.report.figures.learning;
