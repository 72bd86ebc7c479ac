/**
 * ONNX files, read field by field from their bytes: the weights, and the graph of operators as
 * data. Format: the public schema onnx.proto and the encoding of protocol buffers.
 */
package org.cusp.format.onnx;
