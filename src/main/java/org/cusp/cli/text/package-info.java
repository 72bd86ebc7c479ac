/**
 * Results as text for people: one class for each kind of result, pure but for the session it prints
 * to. May import {@code cli.run}, {@code cli.session} and the floors below. Begin with {@link
 * org.cusp.cli.text.LlcText}.
 */
package org.cusp.cli.text;
