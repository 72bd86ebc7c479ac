package org.cusp.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.cusp.format.csv.Csv;

/**
 * 1797 images of handwritten digits, 8 x 8 pixels with values 0 to 16, in 10 classes. Source: E.
 * Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
 * Repository, CC BY 4.0, doi:10.24432/C50P49.
 */
public final class Digits {
  /** Rows and columns of pixels. */
  public static final int SIDE = 8;

  /** The largest value of a pixel. */
  public static final int LARGEST_PIXEL = 16;

  private static final String RESOURCE = "digits.csv.gz";

  private Digits() {}

  /** All images, in the order of the source, with 64 features and classes 0 to 9. */
  public static DataSet load() {
    try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
      return DataFiles.fromTable(
          "digits", Csv.read("digits", in), TargetColumn.last(), TargetKind.classes(10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
