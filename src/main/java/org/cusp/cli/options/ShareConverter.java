package org.cusp.cli.options;

import org.cusp.contract.Share;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options whose value is a share: 0.01 or 1%. */
final class ShareConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    return Share.parse(text)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is not a number such as 0.01 or 1%"));
  }
}
