package org.cusp.format.torch;

/** The two lines of Python that make a readable file of one that is not. */
final class TorchAdvice {
  private static final String SAVE = "; torch.save(m.state_dict(), 'weights.pt')";

  private TorchAdvice() {}

  /** For a whole module, which is code: torch must have its class. */
  static String module() {
    return "loading it runs code; if you trust it, in Python:"
        + " m = torch.load(FILE, weights_only=False)"
        + SAVE;
  }

  static String script() {
    return "in Python: m = torch.jit.load(FILE)" + SAVE;
  }

  /** For the format of before 2017, which only torch itself still knows. */
  static String tar() {
    return "in Python: m = torch.load(FILE, weights_only=False);"
        + " torch.save(m if isinstance(m, dict) else m.state_dict(), 'weights.pt')";
  }
}
