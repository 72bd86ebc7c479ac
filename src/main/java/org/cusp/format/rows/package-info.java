/**
 * Tables whose cells are texts and numbers, and the files they are written to: CSV, and SQLite by
 * its JDBC driver, which nothing else knows. May import {@code format} and {@code format.csv}.
 * Begin with {@link org.cusp.format.rows.Rows}.
 */
package org.cusp.format.rows;
