/**
 * The one codec of comma-separated values, FastCSV: tables of numbers, rows of text, and lines to
 * write. Here stands what it leaves open: which separator a file has, comments, blanks around
 * cells, bounds on memory, and faults that name line and column. May import {@code format}. Begin
 * with {@link org.cusp.format.csv.Csv}.
 */
package org.cusp.format.csv;
