/**
 * Spec files: what to train, on which data, how, and how to estimate; read, checked, with defaults.
 */
package org.cusp.spec;
