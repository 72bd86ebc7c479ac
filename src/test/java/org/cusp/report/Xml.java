package org.cusp.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Reads XML in tests; throws if it is not well-formed. */
public final class Xml {
  private Xml() {}

  /** What the elements of the name hold, in document order. */
  public static List<String> texts(String document, String element) throws Exception {
    Document parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    NodeList nodes = parsed.getElementsByTagName(element);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
