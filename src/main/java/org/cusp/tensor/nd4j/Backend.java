package org.cusp.tensor.nd4j;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;

/** The ND4J backend that is on the class path, if any. */
public final class Backend {
  private static final boolean PRESENT =
      Backend.class.getClassLoader().getResource("org/nd4j/linalg/factory/Nd4j.class") != null;

  private Backend() {}

  /** Whether ND4J is there at all; nothing of it is loaded by asking. */
  public static boolean isPresent() {
    return PRESENT;
  }

  /** Whether tensors live in the memory of the CPU. */
  public static boolean isCpu() {
    return !isPresent() || simpleName().equals("CpuBackend");
  }

  /** Names and versions, for provenance. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("openblas", version(org.bytedeco.openblas.global.openblas.class));
    versions.put("javacpp", version(org.bytedeco.javacpp.Loader.class));
    if (isPresent()) {
      versions.put("nd4j", version(Nd4j.class));
      versions.put("backend", simpleName());
    }
    return versions;
  }

  private static String simpleName() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
