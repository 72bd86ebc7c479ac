// Cusp's kernels but for the updates, which are made of their terms (UpdateSource); see common.cu.

// The sum of the chain's count partial sums, added to what is there where that is kept.
KERNEL cusp_finish(const double* partials, u32 count, int kept, double* sums) {
  SHARED double part[REDUCE];
  THREADS(t) {
    double s = 0;
    for (u32 i = t; i < count; i += REDUCE) s += partials[BLOCK_Y * count + i];
    part[t] = s;
  }
  TREE(part)
  THREADS(t) { if (t == 0) sums[BLOCK_Y] = kept ? sums[BLOCK_Y] + part[0] : part[0]; }
}

// |w_c - centre|^2 by blocks.
KERNEL cusp_squared_distance(const REAL* w, i64 stride, const REAL* centre, i64 centreStride, u32 p, double* partials,
                             double* sums) {
  SHARED double part[REDUCE];
  THREADS(t) {
    double s = 0;
    EACH(i, p) {
      double d = (double) w[BLOCK_Y * stride + i] - (double) centre[BLOCK_Y * centreStride + i];
      s += d * d;
    }
    part[t] = s;
  }
  TREE(part)
  LEAVE(part, partials, sums, false)
}

// ---- Entries of slabs.

KERNEL cusp_normals(REAL* out, i64 stride, u32 p, const u64* keys, const u32* clock) {
  REAL* row = out + BLOCK_Y * stride;
  THREADS(t) { each_normal(t, p, keys[BLOCK_Y], *clock, [=](u32 i, REAL z) { row[i] = z; }); }
}

// Row by row, where the chain's flag is not 0.
KERNEL cusp_select(const double* flags, const REAL* source, i64 stride, REAL* target, i64 targetStride, u32 p) {
  THREADS(t) {
    if (flags[BLOCK_Y] != 0) {
      EACH(i, p) target[BLOCK_Y * targetStride + i] = source[BLOCK_Y * stride + i];
    }
  }
}

KERNEL cusp_tick(u32* clock) {
  THREADS(t) {
    if (t == 0) {
      clock[0] += 1;
      if (clock[0] == 0) clock[1] += 1;
    }
  }
}

KERNEL cusp_exchange(REAL* target, i64 stride, const REAL* minus, i64 minusStride, const REAL* plus, i64 plusStride,
                     u32 p) {
  THREADS(t) {
    EACH(i, p) {
      REAL* at = target + BLOCK_Y * stride + i;
      *at = (*at - minus[BLOCK_Y * minusStride + i]) + plus[BLOCK_Y * plusStride + i];
    }
  }
}

// sum = factor sum + weight term; where the factor is 0 the sum is not read.
KERNEL cusp_accumulate(REAL* sum, i64 stride, REAL factor, const REAL* term, i64 termStride, REAL weight, u32 p) {
  THREADS(t) {
    EACH(i, p) {
      i64 at = BLOCK_Y * stride + i;
      REAL before = factor == 0 ? (REAL) 0 : sum[at];
      sum[at] = factor * before + weight * term[BLOCK_Y * termStride + i];
    }
  }
}

// The weighted sum of all rows, in their order.
KERNEL cusp_weighted_sum(const REAL* rows, i64 stride, u32 count, const double* weights, REAL* sum, u32 p) {
  THREADS(t) {
    EACH(i, p) {
      double s = 0;
      for (u32 r = 0; r < count; r++) s += weights[r] * (double) rows[r * stride + i];
      sum[i] = (REAL) s;
    }
  }
}

// ---- Layers: matrices of rows x width, size = rows width.

enum { IDENTITY, TANH, RELU, GELU, QUADRATIC, SIGMOID, SILU, SOFTPLUS, GELU_TANH, LEAKY_RELU, ELU, RELU6 };

FN float power_(float shifted) { return bits_to_float((float_to_bits(shifted) + 127u) << 23); }

FN float exp2tail(float x) {
  float s = fma_(0.00015469732f, x, 0.0013400433f);
  s = fma_(s, x, 0.009618025f); s = fma_(s, x, 0.05550327f); s = fma_(s, x, 0.2402265f);
  return fma_(s, x, 0.6931472f);
}

FN float clamp_(float x, float low, float high) { x = x < low ? low : x; return x > high ? high : x; }

FN float exp_(float x) {
  float y = clamp_(x * 1.442695f, -126.f, 127.f), k = y + 12582912.f, f = y - (k - 12582912.f);
  return fma_(exp2tail(f), f, 1.f) * power_(k);
}

FN float tanh_(float x) {
  float y = clamp_(x * 2.88539f, -60.f, 60.f), k = y + 12582912.f, f = y - (k - 12582912.f);
  float p = power_(k), grown = fma_(exp2tail(f) * f, p, p - 1.f);
  return grown / (grown + 2.f);
}

FN double tanh_(double x) {
  double size = x < 0 ? -x : x, value;
  if (size < 0.55) {
    double z = x * x;
    double less = z * (675675 + z * (45045 + z * (594 + z)));
    double all = 2027025 + z * (945945 + z * (51975 + z * (630 + z)));
    value = size - size * (less / all);
  } else {
    value = size > 22 ? 1 : 1 - 2 / (exp(2 * size) + 1);
  }
  return size == size ? copysign(value, x) : x;
}

FN float normal_cdf(float x) {
  float a = (x < 0.f ? -x : x) * 0.70710677f, t = 1.f / (a * 0.3275911f + 1.f);
  float s = fma_(1.061405429f, t, -1.453152027f);
  s = fma_(s, t, 1.421413741f); s = fma_(s, t, -0.284496736f); s = fma_(s, t, 0.254829592f); s = fma_(s, t, 0.f);
  float upper = s * exp_(-(a * a)) * 0.5f;
  return x < 0.f ? upper : 1.f - upper;
}

FN double normal_cdf(double x) { return 0.5 * erfc(-x / 1.4142135623730951); }

FN float sigmoid(float z) { return 1.f / (exp_(-z) + 1.f); }
FN double sigmoid(double z) { return 1 / (1 + exp(-z)); }

FN double softplus(double z) { return (z > 0 || z != z ? z : 0.0) + log1p(exp(-(z < 0 ? -z : z))); }

FN float tanh_of_gelu(float x) { return tanh_(fma_(x * x * 0.044715f, x, x) * 0.7978846f); }
FN double tanh_of_gelu(double x) { return tanh_(0.7978845608028654 * x * (1 + 0.044715 * x * x)); }

FN float gelu_tanh(float x) { return x * 0.5f * (tanh_of_gelu(x) + 1.f); }
FN double gelu_tanh(double x) { return x / 2 * (1 + tanh_of_gelu(x)); }

FN float gelu_tanh_slope(float x) {
  float t = tanh_of_gelu(x), inner = fma_(x * x, 0.10703222f, 0.7978846f);
  return fma_(x * 0.5f * (-(t * t) + 1.f), inner, (t + 1.f) * 0.5f);
}
FN double gelu_tanh_slope(double x) {
  double t = tanh_of_gelu(x);
  return (1 + t) / 2 + x / 2 * (1 - t * t) * 0.7978845608028654 * (1 + 3 * 0.044715 * x * x);
}

template <class T>
FN T activated(int f, T z) {
  if (f == TANH) return tanh_(z);
  if (f == RELU) return z <= 0 ? (T) 0 : z;  // NaN stays NaN
  if (f == GELU) return z * normal_cdf(z);
  if (f == QUADRATIC) return z * z;
  if (f == SIGMOID) return sigmoid(z);
  if (f == SILU) return sigmoid(z) * z;
  if (f == SOFTPLUS) return (T) softplus((double) z);
  if (f == GELU_TANH) return gelu_tanh(z);
  if (f == LEAKY_RELU) return z > 0 || z != z ? z : (T) 0.01 * z;
  if (f == ELU) return z > 0 || z != z ? z : (T) expm1((double) z);
  if (f == RELU6) return z > 6 ? (T) 6 : z > 0 || z != z ? z : (T) 0;
  return z;
}

FN float gelu_slope(float a) { return fma_(a, exp_(a * a * -0.5f) * 0.3989423f, normal_cdf(a)); }
FN double gelu_slope(double a) { return normal_cdf(a) + a * exp(-a * a / 2) / 2.5066282746310002; }

FN float silu_slope(float z) { float s = sigmoid(z); return s * (z * (-s + 1.f) + 1.f); }
FN double silu_slope(double z) { double s = sigmoid(z); return s * (1 + z * (1 - s)); }

// delta f'; saved is z where the derivative needs it, else f(z).
template <class T>
FN T derived(int f, T delta, T a) {
  if (f == TANH) return delta * (1 - a * a);
  if (f == RELU) return a > 0 ? delta : (T) 0;
  if (f == GELU) return delta * gelu_slope(a);
  if (f == QUADRATIC) return delta * (2 * a);
  if (f == SIGMOID) return delta * (a * (1 - a));
  if (f == SILU) return delta * silu_slope(a);
  if (f == SOFTPLUS) return delta * (T) -expm1(-(double) a);
  if (f == GELU_TANH) return delta * gelu_tanh_slope(a);
  if (f == LEAKY_RELU) return a > 0 ? delta : delta * (T) 0.01;
  if (f == ELU) return a > 0 ? delta : delta * (a + 1);
  if (f == RELU6) return a > 0 && a < 6 ? delta : (T) 0;
  return delta;
}

KERNEL cusp_add_bias(REAL* z, i64 stride, const REAL* bias, i64 biasStride, u32 size, u32 width) {
  THREADS(t) { EACH(i, size) z[BLOCK_Y * stride + i] += bias[BLOCK_Y * biasStride + i % width]; }
}

// Both in one sweep: z = z + bias, out = f(z); out may be z.
KERNEL cusp_bias_activate(int f, REAL* z, i64 stride, const REAL* bias, i64 biasStride, u32 width, REAL* out,
                          i64 outStride, u32 size) {
  THREADS(t) {
    EACH(i, size) {
      REAL x = z[BLOCK_Y * stride + i] + bias[BLOCK_Y * biasStride + i % width];
      z[BLOCK_Y * stride + i] = x;
      out[BLOCK_Y * outStride + i] = activated(f, x);
    }
  }
}

KERNEL cusp_activate(int f, const REAL* z, i64 stride, REAL* out, i64 outStride, u32 size) {
  THREADS(t) { EACH(i, size) out[BLOCK_Y * outStride + i] = activated(f, z[BLOCK_Y * stride + i]); }
}

KERNEL cusp_activate_backward(int f, REAL* delta, i64 stride, const REAL* saved, i64 savedStride, u32 size) {
  THREADS(t) {
    EACH(i, size) {
      i64 at = BLOCK_Y * stride + i;
      delta[at] = derived(f, delta[at], saved[BLOCK_Y * savedStride + i]);
    }
  }
}

KERNEL cusp_scale(const REAL* source, i64 stride, REAL factor, REAL* target, i64 targetStride, u32 size) {
  THREADS(t) { EACH(i, size) target[BLOCK_Y * targetStride + i] = source[BLOCK_Y * stride + i] * factor; }
}

KERNEL cusp_times(const REAL* a, i64 aStride, const REAL* b, i64 bStride, REAL* target, i64 targetStride, u32 size) {
  THREADS(t) {
    EACH(i, size) target[BLOCK_Y * targetStride + i] = a[BLOCK_Y * aStride + i] * b[BLOCK_Y * bStride + i];
  }
}

// y = s (x - m) r + b row by row, a thread for each; s and b may be missing. Sums are in double.
KERNEL cusp_normalise(const REAL* x, i64 stride, u32 rows, u32 width, const REAL* scale, i64 scaleStride,
                      const REAL* shift, i64 shiftStride, int centred, double epsilon, REAL* moments, i64 momentStride,
                      REAL* y, i64 yStride) {
  THREADS(t) {
    EACH(r, rows) {
      const REAL* in = x + BLOCK_Y * stride + (i64) r * width;
      REAL* out = y + BLOCK_Y * yStride + (i64) r * width;
      double sum = 0, squares = 0;
      for (u32 j = 0; centred && j < width; j++) sum += (double) in[j];
      REAL middle = (REAL) (sum / width);
      for (u32 j = 0; j < width; j++) {
        double d = (double) (in[j] - middle);
        squares += d * d;
      }
      REAL root = (REAL) (1 / sqrt(squares / width + epsilon));
      for (u32 j = 0; j < width; j++) {
        REAL h = (in[j] - middle) * root;
        if (scale) h *= scale[BLOCK_Y * scaleStride + j];
        out[j] = shift ? h + shift[BLOCK_Y * shiftStride + j] : h;
      }
      moments[BLOCK_Y * momentStride + 2 * r] = middle;
      moments[BLOCK_Y * momentStride + 2 * r + 1] = root;
    }
  }
}

// r (e - mean(e) - h mean(e h)) with e = d s; delta and passed may be the same.
KERNEL cusp_normalise_backward(const REAL* x, i64 stride, u32 rows, u32 width, const REAL* scale, i64 scaleStride,
                               int centred, const REAL* moments, i64 momentStride, const REAL* delta, i64 deltaStride,
                               REAL* passed, i64 passedStride) {
  THREADS(t) {
    EACH(r, rows) {
      const REAL* in = x + BLOCK_Y * stride + (i64) r * width;
      const REAL* d = delta + BLOCK_Y * deltaStride + (i64) r * width;
      REAL* out = passed + BLOCK_Y * passedStride + (i64) r * width;
      REAL middle = moments[BLOCK_Y * momentStride + 2 * r], root = moments[BLOCK_Y * momentStride + 2 * r + 1];
      double sum = 0, products = 0;
      for (u32 j = 0; j < width; j++) {
        REAL e = scale ? d[j] * scale[BLOCK_Y * scaleStride + j] : d[j];
        if (centred) sum += (double) e;
        products += (double) e * (double) ((in[j] - middle) * root);
      }
      REAL mean = (REAL) (sum / width), along = (REAL) (products / width);
      for (u32 j = 0; j < width; j++) {
        REAL e = scale ? d[j] * scale[BLOCK_Y * scaleStride + j] : d[j];
        out[j] = root * (e - mean - (in[j] - middle) * root * along);
      }
    }
  }
}

KERNEL cusp_normalised_products(const REAL* x, i64 stride, u32 rows, u32 width, const REAL* moments, i64 momentStride,
                                const REAL* delta, i64 deltaStride, REAL* sums, i64 sumStride) {
  THREADS(t) {
    EACH(j, width) {
      double s = 0;
      for (u32 r = 0; r < rows; r++) {
        i64 at = (i64) r * width + j;
        const REAL* moment = moments + BLOCK_Y * momentStride + 2 * (i64) r;
        s += (double) ((x[BLOCK_Y * stride + at] - moment[0]) * moment[1]) * (double) delta[BLOCK_Y * deltaStride + at];
      }
      sums[BLOCK_Y * sumStride + j] = (REAL) s;
    }
  }
}

// Sums of columns, blocks of 32 columns x 8 strands of rows; the strands are added in order.
KERNEL cusp_column_sums(const REAL* m, i64 stride, u32 rows, u32 width, REAL* sums, i64 sumStride) {
  SHARED double part[REDUCE];
  THREADS(t) {
    u32 column = BLOCK_X * 32 + t % 32;
    double s = 0;
    if (column < width) {
      for (u32 r = t / 32; r < rows; r += REDUCE / 32) s += (double) m[BLOCK_Y * stride + (i64) r * width + column];
    }
    part[t] = s;
  }
  SYNC;
  THREADS(t) {
    u32 column = BLOCK_X * 32 + t;
    if (t < 32 && column < width) {
      double s = part[t];
      for (u32 k = 1; k < REDUCE / 32; k++) s += part[t + 32 * k];
      sums[BLOCK_Y * sumStride + column] = (REAL) s;
    }
  }
}

// ---- Wirings: output j of a datum is made of the inputs places[j terms], ..., where the number of inputs means none.

KERNEL cusp_sums(const REAL* source, i64 stride, u32 inputs, const int* places, u32 terms, u32 outputs, double factor,
                 REAL* target, i64 targetStride, u32 size) {
  THREADS(t) {
    EACH(i, size) {
      const REAL* x = source + BLOCK_Y * stride + (i64) (i / outputs) * inputs;
      const int* place = places + (i64) (i % outputs) * terms;
      double s = 0;
      for (u32 k = 0; k < terms; k++) {
        if (place[k] < (int) inputs) s += (double) x[place[k]];
      }
      target[BLOCK_Y * targetStride + i] = (REAL) (factor * s);
    }
  }
}

KERNEL cusp_maxima(const REAL* source, i64 stride, u32 inputs, const int* places, u32 terms, u32 outputs, REAL* target,
                   i64 targetStride, u32 size) {
  THREADS(t) {
    EACH(i, size) {
      const REAL* x = source + BLOCK_Y * stride + (i64) (i / outputs) * inputs;
      const int* place = places + (i64) (i % outputs) * terms;
      REAL largest = (REAL) (-1.0 / 0.0);
      for (u32 k = 0; k < terms; k++) {
        if (place[k] < (int) inputs) largest = most(largest, x[place[k]]);
      }
      target[BLOCK_Y * targetStride + i] = largest;
    }
  }
}

// Input by input, over the outputs that it is in (uses, of which the number of outputs means none): it gets the gradient
// of those whose first term with the value of the maximum it is.
KERNEL cusp_maxima_backward(const REAL* source, i64 stride, u32 inputs, const REAL* maxima, i64 maximaStride,
                            const int* places, u32 terms, u32 outputs, const int* uses, u32 most, const REAL* delta,
                            i64 deltaStride, REAL* target, i64 targetStride, u32 size) {
  THREADS(t) {
    EACH(i, size) {
      u32 row = i / inputs, input = i % inputs;
      const REAL* x = source + BLOCK_Y * stride + (i64) row * inputs;
      REAL back = 0;
      for (u32 u = 0; u < most; u++) {
        u32 j = (u32) uses[(i64) input * most + u];
        if (j >= outputs) continue;
        const int* place = places + (i64) j * terms;
        REAL largest = maxima[BLOCK_Y * maximaStride + (i64) row * outputs + j];
        u32 k = 0;
        while (k < terms && (place[k] == (int) inputs || x[place[k]] != largest)) k++;
        if (k < terms && place[k] == (int) input) {
          back += delta[BLOCK_Y * deltaStride + (i64) row * outputs + j];
        }
      }
      target[BLOCK_Y * targetStride + i] = back;
    }
  }
}

// ---- Batches and losses, a thread for each datum.

// The data of the positions t batch + from, ... of the epochs, of which an even and an odd one are held.
KERNEL cusp_batch_rows(const int* orders, u32 n, u32 batch, const u32* clock, u32 from, int* index, u32 rows) {
  THREADS(t) {
    u64 time = (u64) clock[0] | ((u64) clock[1] << 32);
    u64 first = (time * batch + from) % (2ull * n);
    EACH(r, rows) index[(i64) BLOCK_Y * rows + r] = orders[(i64) BLOCK_Y * 2 * n + (first + r) % (2ull * n)];
  }
}

// Row r of chain c becomes row index[c][r] of the source.
KERNEL cusp_gather(const REAL* source, u32 width, const int* index, i64 indexStride, u32 rows, REAL* target, i64 stride) {
  THREADS(t) {
    EACH(i, rows * width) {
      i64 row = index[BLOCK_Y * indexStride + i / width];
      target[BLOCK_Y * stride + i] = source[row * width + i % width];
    }
  }
}

// The datum of row r: index says, or they follow each other.
FN i64 datum(const int* index, i64 indexStride, u32 from, u32 r) {
  return index ? (i64) index[BLOCK_Y * indexStride + r] : (i64) from + r;
}

// -log softmax(z)[label] of each datum; z becomes scale * gradient.
// The loss of one row of logits, which become the scaled gradient.
FN double cross_entropy(REAL* row, u32 classes, int label, double scale) {
  REAL largest = row[0];
  for (u32 k = 1; k < classes; k++) largest = row[k] > largest || row[k] != row[k] ? row[k] : largest;
  double margin = (double) largest - (double) row[label], sum = 0;
  for (u32 k = 0; k < classes; k++) sum += exp((double) row[k] - (double) largest);
  double factor = scale / sum;
  for (u32 k = 0; k < classes; k++) {
    double slope = exp((double) row[k] - (double) largest) * factor;
    row[k] = (REAL) ((int) k == label ? slope - scale : slope);
  }
  return margin + log(sum);
}

KERNEL cusp_categorical(REAL* z, i64 stride, u32 rows, u32 classes, const int* labels, const int* index, i64 indexStride,
                        u32 from, double scale, double* losses, i64 lossStride) {
  THREADS(t) {
    EACH(r, rows) {
      int label = labels[datum(index, indexStride, from, r)];
      losses[BLOCK_Y * lossStride + r] = cross_entropy(z + BLOCK_Y * stride + (i64) r * classes, classes, label, scale);
    }
  }
}

// The same summed over the positions of a datum: a block for each datum, a thread for each position.
KERNEL cusp_categorical_positions(REAL* z, i64 stride, u32 rows, u32 classes, const int* labels, const int* index,
                                  i64 indexStride, u32 from, u32 positions, double scale, double* losses,
                                  i64 lossStride) {
  SHARED double part[REDUCE];
  for (u32 r = BLOCK_X; r < rows; r += GRID_X) {
    THREADS(t) {
      double sum = 0;
      for (u32 p = t; p < positions; p += REDUCE) {
        int label = labels[(i64) datum(index, indexStride, from, r) * positions + p];
        REAL* row = z + BLOCK_Y * stride + ((i64) r * positions + p) * classes;
        sum += cross_entropy(row, classes, label, scale);
      }
      part[t] = sum;
    }
    TREE(part)
    THREADS(t) { if (t == 0) losses[BLOCK_Y * lossStride + r] = part[0]; }
    SYNC;
  }
}

// sums[c] += the losses of the batch less those that the same data have elsewhere.
KERNEL cusp_add_excess(const double* losses, i64 lossStride, u32 rows, const double* reference, const int* index,
                       i64 indexStride, u32 from, double* sums) {
  SHARED double part[REDUCE];
  THREADS(t) {
    double s = 0;
    for (u32 r = t; r < rows; r += REDUCE) {
      s += losses[BLOCK_Y * lossStride + r] - reference[datum(index, indexStride, from, r)];
    }
    part[t] = s;
  }
  TREE(part)
  THREADS(t) { if (t == 0) sums[BLOCK_Y] += part[0]; }
}

// Losses that add up over outputs: a block takes 32 data at a time, 8 threads each, whose parts are added in order.

#define LANES 8
#define DATA (REDUCE / LANES)

#define LANE_SUM(losses, lossStride, factor, constant)                                                        \
  SYNC;                                                                                                       \
  THREADS(t) {                                                                                                \
    if (t < DATA && first + t < rows) {                                                                       \
      double s = part[t * LANES];                                                                             \
      for (u32 k = 1; k < LANES; k++) s += part[t * LANES + k];                                               \
      losses[BLOCK_Y * lossStride + first + t] = factor * s + constant;                                       \
    }                                                                                                         \
  }                                                                                                           \
  SYNC;

KERNEL cusp_gaussian(REAL* f, i64 stride, const REAL* y, i64 yStride, u32 rows, u32 width, double precision,
                     double constant, double scale, double* losses, i64 lossStride) {
  SHARED double part[REDUCE];
  for (u32 first = BLOCK_X * DATA; first < rows; first += GRID_X * DATA) {
    THREADS(t) {
      u32 r = first + t / LANES;
      double sum = 0, factor = scale * precision;
      if (r < rows) {
        for (u32 k = t % LANES; k < width; k += LANES) {
          i64 at = BLOCK_Y * stride + (i64) r * width + k;
          double d = (double) f[at] - (double) y[BLOCK_Y * yStride + (i64) r * width + k];
          sum += d * d;
          f[at] = (REAL) (d * factor);
        }
      }
      part[t] = sum;
    }
    LANE_SUM(losses, lossStride, 0.5 * precision, constant)
  }
}

KERNEL cusp_bernoulli(REAL* f, i64 stride, const REAL* y, i64 yStride, u32 rows, u32 width, double scale,
                      double* losses, i64 lossStride) {
  SHARED double part[REDUCE];
  for (u32 first = BLOCK_X * DATA; first < rows; first += GRID_X * DATA) {
    THREADS(t) {
      u32 r = first + t / LANES;
      double loss = 0;
      if (r < rows) {
        for (u32 k = t % LANES; k < width; k += LANES) {
          i64 at = BLOCK_Y * stride + (i64) r * width + k;
          double x = (double) f[at], target = (double) y[BLOCK_Y * yStride + (i64) r * width + k];
          double little = exp(-(x < 0 ? -x : x));
          loss += (x > 0 || x != x ? x : 0.0) + log1p(little) - target * x;
          double probability = x >= 0 ? 1 / (1 + little) : little / (1 + little);
          f[at] = (REAL) (scale * (probability - target));
        }
      }
      part[t] = loss;
    }
    LANE_SUM(losses, lossStride, 1.0, 0.0)
  }
}

// The orders of an epoch by Fisher and Yates (org.cusp.rng.Permutation), a thread for each chain.
KERNEL cusp_shuffle(int* orders, i64 stride, u32 n, u32 chains, const u64* keys, u32 epoch) {
  THREADS(t) {
    u32 c = BLOCK_X * WIDTH + t;
    if (c < chains) {
      int* order = orders + c * stride;
      for (u32 i = 0; i < n; i++) order[i] = (int) i;
      u64 bits = 0;
      for (u32 i = n - 1; i > 0; i--) {
        bits = (i & 1) == 1 || i == n - 1 ? threefry(keys[c], i >> 1, epoch) : bits >> 32;
        u32 j = (u32) (((bits & 0xFFFFFFFFull) * (i + 1)) >> 32);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
    }
  }
}
