/** Files of PyTorch: the zip archive and its predecessor, read as data; nothing of them is run. */
package org.cusp.format.torch;
