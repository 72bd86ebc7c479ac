/** Folders of weights, as Hugging Face keeps them: one file or several with an index. */
package org.cusp.format.folder;
