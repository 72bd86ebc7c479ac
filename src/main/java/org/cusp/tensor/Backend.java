package org.cusp.tensor;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;

/** The ND4J backend that is on the class path. */
public final class Backend {
  private Backend() {}

  /** Whether tensors live in the memory of the CPU. */
  public static boolean isCpu() {
    return Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
  }

  /** Names and versions, for provenance. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("nd4j", version(Nd4j.class));
    versions.put("openblas", version(org.bytedeco.openblas.global.openblas.class));
    versions.put("javacpp", version(org.bytedeco.javacpp.Loader.class));
    versions.put("backend", Nd4j.getBackend().getClass().getSimpleName());
    return versions;
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
