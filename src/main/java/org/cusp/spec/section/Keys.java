package org.cusp.spec.section;

/** The keys of a spec file, each written here and nowhere else. */
public final class Keys {
  public static final String NAME = "name";
  public static final String SEED = "seed";
  public static final String DATA = "data";
  public static final String MODEL = "model";
  public static final String TRAIN = "train";
  public static final String LLC = "llc";

  public static final String SOURCE = "source";
  public static final String PATH = "path";
  public static final String TARGET = "target";
  public static final String IMAGES = "images";
  public static final String LABELS = "labels";
  public static final String X = "x";
  public static final String Y = "y";
  public static final String KIND = "kind";
  public static final String SCALING = "scaling";
  public static final String EXAMPLES = "examples";
  public static final String NOISE = "noise";
  public static final String GAIN = "gain";
  public static final String LIMIT = "limit";
  public static final String TEST = "test";
  public static final String PROBLEM = "problem";
  public static final String MODULUS = "modulus";
  public static final String CODING = "coding";
  public static final String ARRAY = "array";
  public static final String LENGTH = "length";
  public static final String STRIDE = "stride";
  public static final String PAIRS = "pairs";
  public static final String DIMENSION = "dimension";

  public static final String TYPE = "type";
  public static final String WIDTHS = "widths";
  public static final String ACTIVATION = "activation";
  public static final String LIKELIHOOD = "likelihood";
  public static final String SIGMA = "sigma";
  public static final String DATUM = "datum";
  public static final String BIAS = "bias";
  public static final String INPUTS = "inputs";
  public static final String LAYERS = "layers";
  public static final String TENSORS = "tensors";
  public static final String PRECISION = "precision";

  public static final String OPTIMIZER = "optimizer";
  public static final String FROM = "from";
  public static final String INITIAL_SCALE = "initialScale";
  public static final String LEARNING_RATE = "learningRate";
  public static final String MOMENTUM = "momentum";
  public static final String BETA1 = "beta1";
  public static final String BETA2 = "beta2";
  public static final String EPSILON = "epsilon";
  public static final String WEIGHT_DECAY = "weightDecay";
  public static final String L2 = "l2";
  public static final String CLIP = "clip";
  public static final String FINAL_FACTOR = "finalFactor";
  public static final String SCHEDULE = "schedule";
  public static final String DECAY_EVERY = "decayEvery";
  public static final String DECAY_FACTOR = "decayFactor";
  public static final String WARMUP = "warmup";
  public static final String BATCH = "batch";
  public static final String STEPS = "steps";
  public static final String CHECKPOINTS = "checkpoints";
  public static final String EVALUATE_EVERY = "evaluateEvery";

  public static final String SAMPLER = "sampler";
  public static final String BUDGET = "budget";
  public static final String CHAINS = "chains";
  public static final String DRAWS = "draws";
  public static final String BURN_IN = "burnIn";
  public static final String THIN = "thin";
  public static final String GAMMA = "gamma";
  public static final String N_BETA = "nBeta";
  public static final String STEP = "step";

  public static final String LEARNING_CURVE = "learning-curve";
  public static final String N = "n";
  public static final String REPEATS = "repeats";
  public static final String METHODS = "methods";
  public static final String DEPTHS = "depths";
  public static final String PRIOR_SD = "priorSd";
  public static final String STARTS = "starts";
  public static final String LLC_OF_SGD = "llc";

  private Keys() {}

  /** The path of a key in messages, such as {@code train.batch}. */
  static String path(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }

  public static String data(String key) {
    return path(DATA, key);
  }

  public static String model(String key) {
    return path(MODEL, key);
  }

  public static String train(String key) {
    return path(TRAIN, key);
  }

  public static String llc(String key) {
    return path(LLC, key);
  }
}
