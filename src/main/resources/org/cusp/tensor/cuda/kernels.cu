// Cusp's kernels over slabs of chains. Chain = blockIdx.y; a slab is [chains][stride] numbers, and a stride of 0 means a
// row that all chains share. In float the operations are those of the SIMD kernels in their order, hence the same bits;
// sums are in double, in an order that depends on sizes alone.

#define REDUCE 256  // threads of a block that reduces
#define TILE 32     // normals of a tile: 16 from cosines, then 16 from sines (org.cusp.rng.RandomStream)

#define EACH(i, n) for (u32 i = BLOCK_X * WIDTH + t; i < (n); i += GRID_X * WIDTH)

struct Pair { REAL cosine, sine; };

// ---- Threefry-2x32-20, and normals by Box and Muller: org.cusp.rng.RandomStream and FloatNormals.

FN u32 rotl(u32 x, u32 r) { return (x << r) | (x >> (32 - r)); }

FN u64 threefry(u64 key, u32 low, u32 high) {
  const u32 k[3] = {(u32) key, (u32) (key >> 32), (u32) key ^ (u32) (key >> 32) ^ 0x1BD11BDAu};
  u32 a = low + k[0], b = high + k[1];
#define MIX(r) a += b; b = rotl(b, r) ^ a;
#define EVEN MIX(13) MIX(15) MIX(26) MIX(6)
#define ODD MIX(17) MIX(29) MIX(16) MIX(24)
  EVEN a += k[1]; b += k[2] + 1;
  ODD  a += k[2]; b += k[0] + 2;
  EVEN a += k[0]; b += k[1] + 3;
  ODD  a += k[1]; b += k[2] + 4;
  EVEN a += k[2]; b += k[0] + 5;
#undef MIX
#undef EVEN
#undef ODD
  return (u64) a | ((u64) b << 32);
}

FN float cell(u32 bits) { return (float) (((bits >> 8) << 1) | 1u) * 2.98023224e-8f; }  // 2^-25

FN float log_(float u) {
  u32 shifted = float_to_bits(u) - 0x3F3504F3u;
  int exponent = (int) shifted >> 23;
  float f = bits_to_float((shifted & 0x7FFFFFu) + 0x3F3504F3u) - 1.f;
  float s = -0.081980854f;
  s = fma_(s, f, 0.12762627f);  s = fma_(s, f, -0.12959528f); s = fma_(s, f, 0.14194106f);
  s = fma_(s, f, -0.16642688f); s = fma_(s, f, 0.20001844f);  s = fma_(s, f, -0.25000292f);
  s = fma_(s, f, 0.33333325f);
  float mantissa = fma_(f * f, fma_(f, s, -0.5f), f);
  return fma_((float) exponent, 0.6931472f, mantissa);
}

FN float signed_(u32 value, u32 quadrant) { return bits_to_float(value ^ ((quadrant & 2u) << 30)); }

FN void box_muller(u64 bits, float& cosine, float& sine) {
  float radius = -2.f * log_(cell((u32) bits));
  radius = sqrt_(radius > 0.f ? radius : 0.f);
  float turn = cell((u32) (bits >> 32));
  float shifted = 4.f * turn + 12582912.f;
  u32 quadrant = float_to_bits(shifted);
  float r = fma_(shifted - 12582912.f, -0.25f, turn);
  float q = r * r;
  float s = fma_(fma_(fma_(-75.40184f, q, 81.592545f), q, -41.341663f), q, 6.2831855f);
  float c = fma_(fma_(fma_(-83.59222f, q, 64.92124f), q, -19.739153f), q, 1.f);
  u32 sines = float_to_bits(r * s), cosines = float_to_bits(c);
  u32 swap = (sines ^ cosines) & (0u - (quadrant & 1u));
  cosine = radius * signed_(cosines ^ swap, quadrant + 1);
  sine = radius * signed_(sines ^ swap, quadrant);
}

FN void box_muller(u64 bits, double& cosine, double& sine) {
  const double two32 = 2.3283064365386963e-10;  // 2^-32
  double radius = sqrt_(-2.0 * log(((double) (u32) bits + 0.5) * two32));
  double angle = 6.283185307179586 * ((double) (u32) (bits >> 32) + 0.5) * two32;
  cosine = radius * cos(angle);
  sine = radius * sin(angle);
}

// The normals of one block of bits: numbers tile*32 + lane and tile*32 + 16 + lane, with block = tile*16 + lane.
FN Pair normals(u64 key, u32 step, u32 block) {
  Pair p;
  box_muller(threefry(key, block, step), p.cosine, p.sine);
  return p;
}

// move(i, z) for the numbers of this thread with their normals.
template <class F>
FN void each_normal(u32 t, u32 p, u64 key, u32 step, F move) {
  u32 blocks = (p + TILE - 1) / TILE * (TILE / 2);
  for (u32 b = BLOCK_X * WIDTH + t; b < blocks; b += GRID_X * WIDTH) {
    Pair z = normals(key, step, b);
    u32 i = b / 16 * TILE + b % 16;
    if (i < p) move(i, z.cosine);
    if (i + 16 < p) move(i + 16, z.sine);
  }
}

// ---- Sums of a chain: strands of a block, a tree, and the partial sums of the blocks by one block in cusp_finish.

#define TREE(part)                                                         \
  for (u32 half = REDUCE / 2; half > 0; half /= 2) {                       \
    SYNC;                                                                  \
    THREADS(t) { if (t < half) part[t] = part[t] + part[t + half]; }       \
  }                                                                        \
  SYNC;

#define LEAVE(part, partials) THREADS(t) { if (t == 0) partials[BLOCK_Y * GRID_X + BLOCK_X] = part[0]; }

// out[c] = sum of the chain's count partial sums.
KERNEL cusp_finish(const double* partials, u32 count, double* out) {
  SHARED double part[REDUCE];
  THREADS(t) {
    double s = 0;
    for (u32 i = t; i < count; i += REDUCE) s += partials[BLOCK_Y * count + i];
    part[t] = s;
  }
  TREE(part)
  THREADS(t) { if (t == 0) out[BLOCK_Y] = part[0]; }
}

// |w_c - centre|^2 by blocks.
KERNEL cusp_squared_distance(const REAL* w, i64 stride, const REAL* centre, i64 centreStride, u32 p, double* partials) {
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
  LEAVE(part, partials)
}

// ---- Updates. Those with noise: a thread makes the two normals of a block of bits and moves the two numbers they
// belong to.

KERNEL cusp_normals(REAL* out, i64 stride, u32 p, const u64* keys, u32 step) {
  REAL* row = out + BLOCK_Y * stride;
  THREADS(t) { each_normal(t, p, keys[BLOCK_Y], step, [=](u32 i, REAL z) { row[i] = z; }); }
}

KERNEL cusp_langevin(REAL* w, i64 stride, const REAL* g, const REAL* centre, i64 centreStride, u32 p, REAL byGradient,
                     REAL byDistance, REAL byNoise, const u64* keys, u32 step) {
  REAL* row = w + BLOCK_Y * stride;
  const REAL* slope = g + BLOCK_Y * stride;
  const REAL* origin = centre + BLOCK_Y * centreStride;
  THREADS(t) {
    each_normal(t, p, keys[BLOCK_Y], step, [=](u32 i, REAL z) {
      row[i] += byGradient * slope[i] + byDistance * (row[i] - origin[i]) + byNoise * z;
    });
  }
}

KERNEL cusp_rmsprop_langevin(REAL* w, i64 stride, const REAL* g, const REAL* centre, i64 centreStride, REAL* second,
                             u32 p, REAL byGradient, REAL byDistance, REAL byNoise, REAL keep, REAL rest,
                             REAL correction, REAL stabiliser, const u64* keys, u32 step) {
  REAL* row = w + BLOCK_Y * stride;
  REAL* square = second + BLOCK_Y * stride;
  const REAL* slope = g + BLOCK_Y * stride;
  const REAL* origin = centre + BLOCK_Y * centreStride;
  THREADS(t) {
    each_normal(t, p, keys[BLOCK_Y], step, [=](u32 i, REAL z) {
      REAL v = keep * square[i] + rest * slope[i] * slope[i];
      square[i] = v;
      REAL scale = 1 / (sqrt_(v * correction) + stabiliser);
      row[i] += scale * (byGradient * slope[i] + byDistance * (row[i] - origin[i])) + byNoise * sqrt_(scale) * z;
    });
  }
}

KERNEL cusp_adam_langevin(REAL* w, i64 stride, const REAL* g, const REAL* centre, i64 centreStride, REAL* first,
                          REAL* second, u32 p, REAL byMean, REAL byDistance, REAL byNoise, REAL keep1, REAL rest1,
                          REAL keep2, REAL rest2, REAL correction, REAL stabiliser, const u64* keys, u32 step) {
  REAL* row = w + BLOCK_Y * stride;
  REAL* mean = first + BLOCK_Y * stride;
  REAL* square = second + BLOCK_Y * stride;
  const REAL* slope = g + BLOCK_Y * stride;
  const REAL* origin = centre + BLOCK_Y * centreStride;
  THREADS(t) {
    each_normal(t, p, keys[BLOCK_Y], step, [=](u32 i, REAL z) {
      REAL m = keep1 * mean[i] + rest1 * slope[i];
      REAL v = keep2 * square[i] + rest2 * slope[i] * slope[i];
      mean[i] = m;
      square[i] = v;
      REAL scale = 1 / (sqrt_(v * correction) + stabiliser);
      row[i] += scale * (byMean * m + byDistance * (row[i] - origin[i])) + byNoise * sqrt_(scale) * z;
    });
  }
}

KERNEL cusp_kick(REAL* w, i64 stride, const REAL* g, const REAL* centre, i64 centreStride, REAL* velocity, u32 p,
                 REAL byGradient, REAL byDistance, double* partials) {
  SHARED double part[REDUCE];
  REAL* row = w + BLOCK_Y * stride;
  REAL* speed = velocity + BLOCK_Y * stride;
  const REAL* slope = g + BLOCK_Y * stride;
  const REAL* origin = centre + BLOCK_Y * centreStride;
  THREADS(t) {
    double s = 0;
    EACH(i, p) {
      REAL u = speed[i] + (byGradient * slope[i] + byDistance * (row[i] - origin[i]));
      speed[i] = u;
      row[i] += (REAL) 0.5 * u;
      s += (double) u * u;
    }
    part[t] = s;
  }
  TREE(part)
  LEAVE(part, partials)
}

// keepSpread: for each chain what friction leaves and the spread of the noise.
KERNEL cusp_refresh(REAL* w, i64 stride, REAL* velocity, u32 p, const double* keepSpread, const u64* keys, u32 step,
                    double* partials) {
  SHARED double part[REDUCE];
  REAL* row = w + BLOCK_Y * stride;
  REAL* speed = velocity + BLOCK_Y * stride;
  THREADS(t) {
    double s = 0;
    REAL keep = (REAL) keepSpread[2 * BLOCK_Y], spread = (REAL) keepSpread[2 * BLOCK_Y + 1];
    double* sum = &s;
    each_normal(t, p, keys[BLOCK_Y], step, [=](u32 i, REAL z) {
      REAL u = keep * speed[i] + spread * z;
      speed[i] = u;
      row[i] += (REAL) 0.5 * u;
      *sum += (double) u * u;
    });
    part[t] = s;
  }
  TREE(part)
  LEAVE(part, partials)
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

KERNEL cusp_momentum(REAL* w, i64 stride, const REAL* g, REAL* velocity, u32 p, REAL rate, REAL keep, REAL decay) {
  THREADS(t) {
    EACH(i, p) {
      i64 at = BLOCK_Y * stride + i;
      REAL v = keep * velocity[at] + g[at] + decay * w[at];
      velocity[at] = v;
      w[at] -= rate * v;
    }
  }
}

KERNEL cusp_adam(REAL* w, i64 stride, const REAL* g, REAL* first, REAL* second, u32 p, REAL beta1, REAL rest1,
                 REAL beta2, REAL rest2, REAL rate, REAL correction, REAL epsilon, REAL shrink) {
  THREADS(t) {
    EACH(i, p) {
      i64 at = BLOCK_Y * stride + i;
      REAL m = beta1 * first[at] + rest1 * g[at];
      REAL v = beta2 * second[at] + rest2 * g[at] * g[at];
      first[at] = m;
      second[at] = v;
      w[at] = shrink * w[at] - rate * m / (sqrt_(v * correction) + epsilon);
    }
  }
}

KERNEL cusp_leapfrog(REAL* momentum, REAL* w, i64 stride, const REAL* g, const REAL* centre, i64 centreStride, u32 p,
                     REAL byGradient, REAL byDistance, REAL drift) {
  THREADS(t) {
    EACH(i, p) {
      i64 at = BLOCK_Y * stride + i;
      REAL v = momentum[at] + (byGradient * g[at] + byDistance * (w[at] - centre[BLOCK_Y * centreStride + i]));
      momentum[at] = v;
      w[at] += drift * v;
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

enum { IDENTITY, TANH, RELU, GELU, QUADRATIC, SIGMOID, SILU, SOFTPLUS };

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

template <class T>
FN T activated(int f, T z) {
  if (f == TANH) return tanh_(z);
  if (f == RELU) return z <= 0 ? (T) 0 : z;  // NaN stays NaN
  if (f == GELU) return z * normal_cdf(z);
  if (f == QUADRATIC) return z * z;
  if (f == SIGMOID) return sigmoid(z);
  if (f == SILU) return sigmoid(z) * z;
  if (f == SOFTPLUS) return (T) softplus((double) z);
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
  return delta;
}

KERNEL cusp_add_bias(REAL* z, i64 stride, const REAL* bias, i64 biasStride, u32 size, u32 width) {
  THREADS(t) { EACH(i, size) z[BLOCK_Y * stride + i] += bias[BLOCK_Y * biasStride + i % width]; }
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

// ---- Batches and losses, a thread for each datum.

// Row r of chain c becomes row index[c][r] of the source.
KERNEL cusp_gather(const REAL* source, u32 width, const int* index, u32 rows, REAL* target, i64 stride) {
  THREADS(t) {
    EACH(i, rows * width) {
      i64 row = index[(i64) BLOCK_Y * rows + i / width];
      target[BLOCK_Y * stride + i] = source[row * width + i % width];
    }
  }
}

// -log softmax(z)[label] of each datum; z becomes scale * gradient. labelStride 0: one row of labels for all chains.
KERNEL cusp_categorical(REAL* z, i64 stride, u32 rows, u32 classes, const int* labels, u32 labelStride, double scale,
                        double* losses) {
  THREADS(t) {
    EACH(r, rows) {
      REAL* row = z + BLOCK_Y * stride + (i64) r * classes;
      int label = labels[(i64) BLOCK_Y * labelStride + r];
      REAL largest = row[0];
      for (u32 k = 1; k < classes; k++) largest = row[k] > largest || row[k] != row[k] ? row[k] : largest;
      double margin = (double) largest - (double) row[label], sum = 0;
      for (u32 k = 0; k < classes; k++) sum += exp((double) row[k] - (double) largest);
      double factor = scale / sum;
      for (u32 k = 0; k < classes; k++) {
        double slope = exp((double) row[k] - (double) largest) * factor;
        row[k] = (REAL) ((int) k == label ? slope - scale : slope);
      }
      losses[(i64) BLOCK_Y * rows + r] = margin + log(sum);
    }
  }
}

KERNEL cusp_gaussian(REAL* f, i64 stride, const REAL* y, i64 yStride, u32 rows, u32 width, double precision,
                     double constant, double scale, double* losses) {
  THREADS(t) {
    EACH(r, rows) {
      double sum = 0, factor = scale * precision;
      for (u32 k = 0; k < width; k++) {
        i64 at = BLOCK_Y * stride + (i64) r * width + k;
        double d = (double) f[at] - (double) y[BLOCK_Y * yStride + (i64) r * width + k];
        sum += d * d;
        f[at] = (REAL) (d * factor);
      }
      losses[(i64) BLOCK_Y * rows + r] = 0.5 * precision * sum + constant;
    }
  }
}

KERNEL cusp_bernoulli(REAL* f, i64 stride, const REAL* y, i64 yStride, u32 rows, u32 width, double scale,
                      double* losses) {
  THREADS(t) {
    EACH(r, rows) {
      double loss = 0;
      for (u32 k = 0; k < width; k++) {
        i64 at = BLOCK_Y * stride + (i64) r * width + k;
        double x = (double) f[at], target = (double) y[BLOCK_Y * yStride + (i64) r * width + k];
        double little = exp(-(x < 0 ? -x : x));
        loss += (x > 0 || x != x ? x : 0.0) + log1p(little) - target * x;
        double probability = x >= 0 ? 1 / (1 + little) : little / (1 + little);
        f[at] = (REAL) (scale * (probability - target));
      }
      losses[(i64) BLOCK_Y * rows + r] = loss;
    }
  }
}
