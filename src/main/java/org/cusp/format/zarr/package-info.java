/**
 * Zarr, version 2: arrays in chunks, a file for each, in folders that every zarr and xarray opens.
 * May import {@code format}. Begin with {@link org.cusp.format.zarr.ZarrFolder}.
 */
package org.cusp.format.zarr;
