package org.cusp.tensor.cuda;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Precision;

/**
 * The first card, with one stream: work is done in the order in which it is asked for, whatever
 * thread asks, so results do not depend on threads. Whoever calls holds the device's monitor.
 */
final class CudaDevice {
  /** Bytes that pass between host and device at a time. */
  private static final int STAGING = 8 << 20;

  /** Other threads may go on with what is no business of the captured stream. */
  private static final int RELAXED = cudart.CU_STREAM_CAPTURE_MODE_RELAXED;

  private static final int NAME_LENGTH = 256;
  private static CudaDevice instance;

  private final int card;
  private final CUctx_st context = new CUctx_st();
  private final CUstream_st stream = new CUstream_st();
  private final Map<Precision, CudaProgram> programs = new EnumMap<>(Precision.class);
  private final BytePointer staging;
  private final ByteBuffer bytes;
  private final Products products;
  private final Launch launch;
  private final CUstream_st beside = new CUstream_st();
  private final CUevent_st before = new CUevent_st();
  private final CUevent_st after = new CUevent_st();
  private final Launch launchBeside;
  private final List<Clock> ticked = new ArrayList<>();
  private Runnable putOff;
  private boolean capturing;

  private CudaDevice() {
    ok("cuInit", cudart.cuInit(0));
    int[] value = new int[1];
    ok("cuDeviceGet", cudart.cuDeviceGet(value, 0));
    this.card = value[0];
    ok("cuDevicePrimaryCtxRetain", cudart.cuDevicePrimaryCtxRetain(context, card));
    enter();
    ok("cuStreamCreate", cudart.cuStreamCreate(stream, 0));
    PointerPointer<Pointer> pinned = new PointerPointer<>(1);
    ok("cuMemHostAlloc", cudart.cuMemHostAlloc(pinned, STAGING, 0));
    this.staging = new BytePointer(pinned.get()).capacity(STAGING);
    this.bytes = staging.asByteBuffer().order(ByteOrder.nativeOrder());
    this.launch = new Launch(stream);
    ok("cuStreamCreate", cudart.cuStreamCreate(beside, 0));
    ok("cuEventCreate", cudart.cuEventCreate(before, cudart.CU_EVENT_DISABLE_TIMING));
    ok("cuEventCreate", cudart.cuEventCreate(after, cudart.CU_EVENT_DISABLE_TIMING));
    this.launchBeside = new Launch(beside);
    this.products = new Products(this, stream);
  }

  /** The card of this process, opened when it is first asked for. */
  static synchronized CudaDevice get() {
    if (instance == null) {
      instance = new CudaDevice();
    }
    return instance;
  }

  /** To be called by a thread before it does anything else here: what was put off is done. */
  void enter() {
    ok("cuCtxSetCurrent", cudart.cuCtxSetCurrent(context));
    Runnable work = putOff;
    putOff = null;
    if (work != null) {
      work.run();
    }
  }

  /** For work that the next call may make one with its own, by {@link #takeOver}. */
  void putOff(Runnable work) {
    putOff = work;
  }

  /** Whether this is what was put off: then the caller does it. */
  boolean takeOver(Runnable work) {
    if (work.equals(putOff)) {
      putOff = null;
      return true;
    }
    return false;
  }

  static void ok(String call, int code) {
    if (code != 0) {
      throw new CudaFailure(call + ": " + errorName(code));
    }
  }

  private static String errorName(int code) {
    PointerPointer<BytePointer> name = new PointerPointer<>(1);
    cudart.cuGetErrorName(code, name);
    Pointer text = name.get();
    return text == null ? "error " + code : new BytePointer(text).getString();
  }

  /** What the vendor calls the card. */
  String name() {
    byte[] name = new byte[NAME_LENGTH];
    ok("cuDeviceGetName", cudart.cuDeviceGetName(name, NAME_LENGTH, card));
    int length = 0;
    while (name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  /** Ten times the major number, and the minor one: 90 for Hopper. */
  int computeCapability() {
    return 10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  int multiprocessors() {
    return attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  }

  private int attribute(int which) {
    int[] value = new int[1];
    ok("cuDeviceGetAttribute", cudart.cuDeviceGetAttribute(value, which, card));
    return value[0];
  }

  /** Bytes that can still be had, and all that there are. */
  long[] memory() {
    enter();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      ok("cuMemGetInfo", cudart.cuMemGetInfo(free, total));
      return new long[] {free.get(), total.get()};
    }
  }

  /** The address of so many bytes, not set; 0 where there is no room. */
  long allocate(long size) {
    enter();
    requireNoCapture("an allocation");
    long[] address = new long[1];
    int code = cudart.cuMemAlloc(address, size);
    if (code == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
      return 0;
    }
    ok("cuMemAlloc", code);
    return address[0];
  }

  void free(long address) {
    enter();
    // The stream may still work on it.
    synchronise();
    ok("cuMemFree", cudart.cuMemFree(address));
  }

  void clear(long address, long size) {
    ok("cuMemsetD8Async", cudart.cuMemsetD8Async(address, (byte) 0, size, stream));
  }

  /** For work beside the stream, after all that is on it; then {@link #forked}. */
  Launch fork() {
    ok("cuEventRecord", cudart.cuEventRecord(before, stream));
    ok("cuStreamWaitEvent", cudart.cuStreamWaitEvent(beside, before, 0));
    return launchBeside;
  }

  /** That was the work beside. */
  void forked() {
    ok("cuEventRecord", cudart.cuEventRecord(after, beside));
  }

  /** What comes waits for the work beside. */
  void join() {
    ok("cuStreamWaitEvent", cudart.cuStreamWaitEvent(stream, after, 0));
  }

  void copy(long from, long to, long size) {
    ok("cuMemcpyDtoDAsync", cudart.cuMemcpyDtoDAsync(to, from, size, stream));
  }

  void synchronise() {
    ok("cuStreamSynchronize", cudart.cuStreamSynchronize(stream));
  }

  /** What a transfer writes or reads: a part of all bytes at a time, through pinned memory. */
  interface Part {
    /** Bytes {@code from .. from + size - 1} are at the start of the buffer, or belong there. */
    void at(ByteBuffer buffer, long from, int size);
  }

  /** Sends so many bytes to the address; the part puts them into the buffer. */
  void upload(long address, long size, Part part) {
    requireNoCapture("a copy to the device");
    for (long done = 0; done < size; done += STAGING) {
      int length = (int) Math.min(STAGING, size - done);
      bytes.clear();
      part.at(bytes, done, length);
      ok("cuMemcpyHtoDAsync", cudart.cuMemcpyHtoDAsync(address + done, staging, length, stream));
      synchronise();
    }
  }

  /** Fetches so many bytes from the address; the part takes them from the buffer. */
  void download(long address, long size, Part part) {
    requireNoCapture("a copy to the host");
    for (long done = 0; done < size; done += STAGING) {
      int length = (int) Math.min(STAGING, size - done);
      ok("cuMemcpyDtoHAsync", cudart.cuMemcpyDtoHAsync(staging, address + done, length, stream));
      synchronise();
      bytes.clear();
      part.at(bytes, done, length);
    }
  }

  private void requireNoCapture(String what) {
    if (capturing) {
      throw new NotCapturable(what);
    }
  }

  /** The kernels of {@code kernels.cu} for this precision, compiled when first asked for. */
  private CudaProgram program(Precision precision) {
    return programs.computeIfAbsent(precision, p -> CudaProgram.of(this, p));
  }

  /** A kernel of the resource. */
  CUfunc_st kernel(String name, Precision precision) {
    return program(precision).function("cusp_" + name);
  }

  Launch launch() {
    return launch;
  }

  /** A tick that is on its way, or will be at every replay of what is captured. */
  void ticked(Clock clock) {
    clock.ticked();
    if (capturing) {
      ticked.add(clock);
    }
  }

  /**
   * What the body asks for, taken down instead of done, with the clocks that it brings forward.
   *
   * @throws NotCapturable where it reads or writes on the host, or allocates; then the clocks are
   *     where they were
   */
  CudaGraph capture(Runnable body) {
    ticked.clear();
    ok("cuStreamBeginCapture", cudart.cuStreamBeginCapture(stream, RELAXED));
    capturing = true;
    CUgraph_st graph = new CUgraph_st();
    try {
      body.run();
    } catch (NotCapturable e) {
      end(graph);
      ok("cuGraphDestroy", cudart.cuGraphDestroy(graph));
      ticked.forEach(clock -> clock.set(clock.time() - 1));
      throw e;
    } catch (RuntimeException | Error e) {
      end(graph);
      throw e;
    }
    end(graph);
    return new CudaGraph(stream, graph, List.copyOf(ticked));
  }

  private void end(CUgraph_st graph) {
    enter();
    capturing = false;
    ok("cuStreamEndCapture", cudart.cuStreamEndCapture(stream, graph));
  }

  Products products() {
    return products;
  }
}
