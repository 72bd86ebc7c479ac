package org.cusp.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cusp.model.batch.Batch;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.Phase;
import org.cusp.model.layer.Tensors;
import org.cusp.model.layer.Workspace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.HostBlock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Passes through the layers of a model, each tensor read from and its gradient written to a place
 * of its own. Gradients that are not wanted are not computed, and the way back ends at the lowest
 * layer of which one is. A network of sequences takes a batch in pieces, whose activations fit a
 * cache or are of little account beside its parameters.
 */
final class LayerEvaluator implements PlacedEvaluator {
  /** Numbers of a piece's activations: those of a second-level cache. */
  private static final int CACHE = 1 << 18;

  /** Or so many for each parameter: adding the gradient of a piece then costs little. */
  private static final int PER_PARAMETER = 4;

  private final Kernels kernels;
  private final Likelihood likelihood;
  private final Map<String, ParamSpace.Tensor> tensors;
  private final Workspace workspace;
  private final LayerPass pass;
  private final Optional<Buffer> slopes;
  private final Places values;
  private final int capacity;
  private Places bound;
  private Places ofPiece;
  private final Map<Slab, Slab> sums = new HashMap<>();
  private Optional<BatchPieces> pieces = Optional.empty();

  LayerEvaluator(LayeredModel model, Kernels kernels, Places values, int capacity) {
    this(model, kernels, values, evaluation(model, values), capacity);
  }

  /**
   * @param phase of the same values
   */
  private LayerEvaluator(
      LayeredModel model, Kernels kernels, Places values, Phase phase, int capacity) {
    this.kernels = kernels;
    this.likelihood = model.likelihood();
    this.tensors = byName(model.parameters());
    this.values = values;
    this.capacity = capacity;
    boolean isOfOneDatum = phase instanceof Phase.Evaluation;
    boolean isCut = isOfOneDatum && model.isOfSequences() && isOnHost(values);
    long most = Math.max(CACHE, (long) PER_PARAMETER * model.size());
    this.workspace =
        new Workspace(
            values::zerosBeside,
            numbers -> isCut ? (int) Math.max(1, Math.min(capacity, most / numbers)) : capacity);
    this.pass = model.layers().bind(Binding.ofData(kernels, phase, workspace, model.inputShape()));
    // The likelihood writes the gradient over the outputs, which the last layer may need again.
    this.slopes =
        model.layers().saves().contains(Layer.Saved.OUTPUT)
            ? Optional.of(workspace.own(likelihood.outputs()))
            : Optional.empty();
  }

  private static Phase evaluation(LayeredModel model, Places values) {
    return new Phase.Evaluation(places(byName(model.parameters()), values));
  }

  /**
   * For steps of training, by all of a batch at once.
   *
   * @param next (Output) where the fixed tensors go
   */
  static LayerEvaluator training(
      LayeredModel model, Kernels kernels, Places values, Places next, int capacity) {
    Map<String, ParamSpace.Tensor> tensors = byName(model.parameters());
    Phase phase = new Phase.Training(places(tensors, values), places(tensors, next));
    return new LayerEvaluator(model, kernels, values, phase, capacity);
  }

  private static boolean isOnHost(Places values) {
    return values.byTensor().values().stream()
        .allMatch(place -> place.slab().block() instanceof HostBlock);
  }

  static Map<String, ParamSpace.Tensor> byName(ParamSpace space) {
    return space.tensors().stream()
        .collect(Collectors.toMap(ParamSpace.Tensor::name, Function.identity()));
  }

  static Tensors places(Map<String, ParamSpace.Tensor> tensors, Places places) {
    return name -> Optional.ofNullable(tensors.get(name)).flatMap(places::matrix);
  }

  private boolean isWhole(Batch batch) {
    return batch.size() <= workspace.capacity();
  }

  private BatchPieces pieces() {
    if (pieces.isEmpty()) {
      pieces = Optional.of(new BatchPieces(values, workspace.capacity(), capacity));
    }
    return pieces.get();
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    if (isWhole(batch)) {
      return pass.forward(batch.inputs());
    }
    return pieces()
        .outputs(kernels, batch, likelihood.outputs(), piece -> pass.forward(piece.inputs()));
  }

  private MatrixStack outputsToReplace(Batch batch) {
    MatrixStack outputs = pass.forward(batch.inputs());
    if (slopes.isEmpty()) {
      return outputs;
    }
    MatrixStack copy = slopes.get().rows(batch.size());
    kernels.scale(outputs, 1, copy);
    return copy;
  }

  @Override
  public void losses(Batch batch, Slab losses) {
    if (isWhole(batch)) {
      likelihood.losses(kernels, outputsToReplace(batch), batch.targets(), 0, losses);
      return;
    }
    pieces()
        .losses(
            kernels,
            batch,
            (piece, number, found) ->
                likelihood.losses(kernels, outputsToReplace(piece), piece.targets(), 0, found),
            losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Places gradient, Slab losses) {
    if (isWhole(batch)) {
      want(gradient);
      back(batch, 1.0 / batch.size(), losses);
      return;
    }
    Places apart = apart(gradient);
    want(apart);
    pieces()
        .losses(
            kernels,
            batch,
            (piece, number, found) -> {
              back(piece, 1.0 / batch.size(), found);
              sums.forEach((to, from) -> kernels.accumulate(to, number == 0 ? 0 : 1, from, 1));
            },
            losses);
  }

  private void want(Places gradient) {
    if (bound != gradient) {
      pass.want(places(tensors, gradient));
      bound = gradient;
    }
  }

  private void back(Batch batch, double scale, Slab losses) {
    MatrixStack delta = outputsToReplace(batch);
    likelihood.losses(kernels, delta, batch.targets(), scale, losses);
    pass.gradients(delta);
  }

  /** The same places in memory of our own, for the gradient of a piece. */
  private Places apart(Places gradient) {
    boolean known =
        ofPiece != null
            && ofPiece.byTensor().keySet().equals(gradient.byTensor().keySet())
            && gradient.byTensor().values().stream().allMatch(it -> sums.containsKey(it.slab()));
    if (!known) {
      giveBack();
      Map<String, Places.Place> places = new HashMap<>();
      gradient
          .byTensor()
          .forEach((name, place) -> places.put(name, new Places.Place(of(place), place.offset())));
      ofPiece = new Places(places);
    }
    return ofPiece;
  }

  private Slab of(Places.Place place) {
    Slab slab = place.slab();
    return sums.computeIfAbsent(slab, it -> it.zerosBeside(it.rows(), it.columns()));
  }

  private void giveBack() {
    sums.values().forEach(Slab::close);
    sums.clear();
  }

  @Override
  public void close() {
    workspace.close();
    giveBack();
    pieces.ifPresent(BatchPieces::close);
  }
}
