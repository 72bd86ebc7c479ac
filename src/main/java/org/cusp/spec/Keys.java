package org.cusp.spec;

/** The keys of a spec file, each written here and nowhere else. */
final class Keys {
  static final String NAME = "name";
  static final String SEED = "seed";
  static final String DATA = "data";
  static final String MODEL = "model";
  static final String TRAIN = "train";
  static final String LLC = "llc";

  static final String SOURCE = "source";
  static final String PATH = "path";
  static final String TARGET = "target";
  static final String IMAGES = "images";
  static final String LABELS = "labels";
  static final String X = "x";
  static final String Y = "y";
  static final String KIND = "kind";
  static final String SCALING = "scaling";
  static final String EXAMPLES = "examples";
  static final String NOISE = "noise";
  static final String GAIN = "gain";
  static final String LIMIT = "limit";
  static final String TEST = "test";
  static final String PROBLEM = "problem";
  static final String MODULUS = "modulus";

  static final String TYPE = "type";
  static final String WIDTHS = "widths";
  static final String ACTIVATION = "activation";
  static final String LIKELIHOOD = "likelihood";
  static final String SIGMA = "sigma";
  static final String BIAS = "bias";
  static final String TENSORS = "tensors";
  static final String PRECISION = "precision";

  static final String OPTIMIZER = "optimizer";
  static final String INITIAL_SCALE = "initialScale";
  static final String LEARNING_RATE = "learningRate";
  static final String MOMENTUM = "momentum";
  static final String BETA1 = "beta1";
  static final String BETA2 = "beta2";
  static final String EPSILON = "epsilon";
  static final String WEIGHT_DECAY = "weightDecay";
  static final String SCHEDULE = "schedule";
  static final String DECAY_EVERY = "decayEvery";
  static final String DECAY_FACTOR = "decayFactor";
  static final String WARMUP = "warmup";
  static final String BATCH = "batch";
  static final String STEPS = "steps";
  static final String CHECKPOINTS = "checkpoints";
  static final String EVALUATE_EVERY = "evaluateEvery";

  static final String SAMPLER = "sampler";
  static final String BUDGET = "budget";
  static final String CHAINS = "chains";
  static final String DRAWS = "draws";
  static final String BURN_IN = "burnIn";
  static final String THIN = "thin";
  static final String GAMMA = "gamma";
  static final String N_BETA = "nBeta";
  static final String STEP = "step";

  static final String LEARNING_CURVE = "learning-curve";
  static final String N = "n";
  static final String REPEATS = "repeats";
  static final String METHODS = "methods";
  static final String DEPTHS = "depths";
  static final String PRIOR_SD = "priorSd";
  static final String STARTS = "starts";
  static final String LLC_OF_SGD = "llc";

  private Keys() {}

  /** The path of a key in messages, such as {@code train.batch}. */
  static String path(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }

  static String data(String key) {
    return path(DATA, key);
  }

  static String model(String key) {
    return path(MODEL, key);
  }

  static String train(String key) {
    return path(TRAIN, key);
  }

  static String llc(String key) {
    return path(LLC, key);
  }
}
