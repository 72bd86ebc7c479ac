/**
 * Results as text for people: one class for each kind of result, pure functions to lines. May
 * import {@code cli.run} and the floors below. Begin with {@link org.cusp.cli.text.LlcText}.
 */
package org.cusp.cli.text;
