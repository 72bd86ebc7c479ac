/**
 * Gold standards: learning coefficients, free energies and expectations of estimators by quadrature
 * or by Metropolis-corrected sampling with an error bar, against which estimators are tested.
 */
package org.cusp.gold;
