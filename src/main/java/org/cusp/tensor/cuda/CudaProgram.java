package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaDevice.ok;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.cusp.tensor.Precision;

/** Kernels as the card runs them, compiled by NVRTC or taken from the cache. */
final class CudaProgram {
  private final CUmod_st module = new CUmod_st();
  private final Map<String, CUfunc_st> functions = new HashMap<>();

  private CudaProgram(byte[] cubin) {
    try (BytePointer image = new BytePointer(cubin)) {
      ok("cuModuleLoadData", cudart.cuModuleLoadData(module, image));
    }
  }

  /** The kernels of the resource for this precision. */
  static CudaProgram of(CudaDevice device, Precision precision) {
    return of(device, precision, resource("kernels.cu"));
  }

  /** Kernels in terms of what they share. */
  static CudaProgram of(CudaDevice device, Precision precision, String kernels) {
    String source = resource("shim.h") + resource("common.cu") + kernels;
    List<String> options =
        List.of(
            "--gpu-architecture=sm_" + device.computeCapability(),
            "--fmad=false",
            "--std=c++17",
            "-DREAL=" + (precision == Precision.FLOAT32 ? "float" : "double"));
    int[] version = new int[2];
    int[] minor = new int[1];
    compiled("nvrtcVersion", nvrtc.nvrtcVersion(version, minor));
    CubinCache cache = CubinCache.of(source, options + " " + version[0] + "." + minor[0]);
    return new CudaProgram(
        cache
            .read()
            .orElseGet(
                () -> {
                  byte[] cubin = compile(source, options);
                  cache.write(cubin);
                  return cubin;
                }));
  }

  private static byte[] compile(String source, List<String> options) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source);
        BytePointer name = new BytePointer("kernels.cu");
        PointerPointer<BytePointer> chosen = new PointerPointer<>(options.toArray(String[]::new));
        SizeTPointer size = new SizeTPointer(1)) {
      compiled(
          "nvrtcCreateProgram",
          nvrtc.nvrtcCreateProgram(
              program, text, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null));
      int code = nvrtc.nvrtcCompileProgram(program, options.size(), chosen);
      if (code != 0) {
        nvrtc.nvrtcGetProgramLogSize(program, size);
        byte[] log = new byte[(int) size.get()];
        nvrtc.nvrtcGetProgramLog(program, log);
        throw new CudaFailure("NVRTC: " + new String(log, StandardCharsets.UTF_8));
      }
      compiled("nvrtcGetCUBINSize", nvrtc.nvrtcGetCUBINSize(program, size));
      byte[] cubin = new byte[(int) size.get()];
      compiled("nvrtcGetCUBIN", nvrtc.nvrtcGetCUBIN(program, cubin));
      nvrtc.nvrtcDestroyProgram(program);
      return cubin;
    }
  }

  private static void compiled(String call, int code) {
    if (code != 0) {
      throw new CudaFailure(call + ": " + nvrtc.nvrtcGetErrorString(code).getString());
    }
  }

  private static String resource(String name) {
    try (InputStream in = CudaProgram.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernel of this name. */
  CUfunc_st function(String name) {
    return functions.computeIfAbsent(
        name,
        wanted -> {
          CUfunc_st function = new CUfunc_st();
          ok(wanted, cudart.cuModuleGetFunction(function, module, wanted));
          return function;
        });
  }
}
