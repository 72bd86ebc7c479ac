/**
 * What all reproductions are made of: pieces that can be continued, rows, the source's table,
 * findings, the page. May import the floors below {@code paper}. Begin with {@link
 * org.cusp.paper.reproduction.Reproduction}.
 */
package org.cusp.paper.reproduction;
