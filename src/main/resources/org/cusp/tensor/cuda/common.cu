// What all of Cusp's kernels share. They work on slabs of chains: chain = blockIdx.y, a slab is [chains][stride] numbers,
// and a stride of 0 means a row that all chains share. In float the operations are those of the SIMD kernels in their
// order, hence the same bits; sums are in double, in an order that depends on sizes alone.

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

// Uniform on (0, 1): the midpoints of 2^53 equal cells.
FN double uniform(u64 key, u32 step, u32 block) {
  return ((double) (threefry(key, block, step) >> 11) + 0.5) * 1.1102230246251565e-16;  // 2^-53
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

// One block a chain leaves the sum itself, more leave theirs for cusp_finish.
#define LEAVE(part, partials, sums, kept)                                                              \
  THREADS(t) {                                                                                         \
    if (t == 0) {                                                                                      \
      if (GRID_X == 1) sums[BLOCK_Y] = (kept) ? sums[BLOCK_Y] + part[0] : part[0];                     \
      else partials[BLOCK_Y * GRID_X + BLOCK_X] = part[0];                                             \
    }                                                                                                  \
  }
