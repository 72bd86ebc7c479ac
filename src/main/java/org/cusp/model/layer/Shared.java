package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * Layers one after the other that share a parameter: those of its name are one tensor, which comes
 * first; all others have the names of their layers. So a table of positions can be that of every
 * attention. Back, the gradients of all places are added.
 *
 * @param parameter the last part of the names that are one
 */
public record Shared(String parameter, Sequential inner) implements Layer {
  private static final String LAYERS = "layers";

  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType(
          "shared",
          List.of("parameter", LAYERS),
          text -> new Shared(text.name("parameter"), text.layers(LAYERS)));

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return type() + ": {parameter: " + parameter + ", layers: [" + inner.listed() + "]}";
  }

  private boolean isShared(String name) {
    return name.endsWith("." + parameter);
  }

  @Override
  public Shape output(Shape input) {
    Shape output = inner.output(input);
    places(input);
    return output;
  }

  /** Those that are one. */
  private List<Parameter> places(Shape input) {
    List<Parameter> places =
        inner.parameters(input).stream().filter(it -> isShared(it.name())).toList();
    if (places.isEmpty()) {
      throw new InvalidInput("none of its layers has a parameter '" + parameter + "' to share");
    }
    for (Parameter place : places) {
      if (!place.shape().equals(places.get(0).shape())) {
        throw new InvalidInput(
            "what is shared must have one shape, "
                + places.get(0).name()
                + " is "
                + places.get(0).shape()
                + " and "
                + place.name()
                + " "
                + place.shape());
      }
    }
    return places;
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    Parameter first = places(input).get(0);
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter(parameter, first.shape(), first.role(), first.fanIn(), first.gain()));
    inner.parameters(input).stream().filter(it -> !isShared(it.name())).forEach(parameters::add);
    return parameters;
  }

  @Override
  public List<Parameter> offsets(Shape input) {
    return inner.offsets(input).stream().filter(it -> !isShared(it.name())).toList();
  }

  @Override
  public double flops(Shape input) {
    return inner.flops(input);
  }

  @Override
  public Set<Saved> saves() {
    return inner.saves();
  }

  @Override
  public boolean isOnHost() {
    return inner.isOnHost();
  }

  @Override
  public void requireData(DataSet data) {
    inner.requireData(data);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  private static final class Pass implements LayerPass {
    private final Shared shared;
    private final Kernels kernels;
    private final LayerPass inner;
    private final Map<String, MatrixStack> places = new LinkedHashMap<>();
    private Optional<MatrixStack> gradient = Optional.empty();

    Pass(Shared shared, Binding binding) {
      this.shared = shared;
      this.kernels = binding.kernels();
      this.inner =
          shared
              .inner()
              .bind(
                  new Binding(
                      kernels,
                      binding
                          .phase()
                          .renamed(name -> shared.isShared(name) ? shared.parameter() : name),
                      binding.workspace(),
                      binding.input(),
                      binding.mayOverwriteInput(),
                      binding.passesBack()));
      MatrixStack one = binding.value(shared.parameter());
      for (Parameter place : shared.places(binding.input())) {
        places.put(place.name(), binding.workspace().row(one.size()).cut(one.columns()));
      }
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      return inner.forward(input);
    }

    @Override
    public boolean want(Tensors gradients) {
      gradient = gradients.matrix(shared.parameter());
      return inner.want(
          name ->
              shared.isShared(name)
                  ? gradient.map(it -> places.get(name))
                  : gradients.matrix(name));
    }

    @Override
    public void gradients(MatrixStack delta) {
      inner.gradients(delta);
      gradient.ifPresent(this::addPlaces);
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      MatrixStack passed = inner.backward(delta);
      gradient.ifPresent(this::addPlaces);
      return passed;
    }

    private void addPlaces(MatrixStack sum) {
      boolean first = true;
      for (MatrixStack place : places.values()) {
        if (first) {
          kernels.scale(place, 1, sum);
        } else {
          kernels.addBias(asRow(sum), asRow(place));
        }
        first = false;
      }
    }

    private static MatrixStack asRow(MatrixStack matrix) {
      return MatrixStack.of(matrix.slab(), matrix.offset(), 1, matrix.size());
    }
  }
}
