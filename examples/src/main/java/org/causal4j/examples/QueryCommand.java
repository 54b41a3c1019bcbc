package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.causal4j.core.Seed;
import org.causal4j.graph.Do;
import org.causal4j.graph.bayes.ApproximateMarginals;
import org.causal4j.graph.bayes.ApproximateMethod;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.CompiledNetwork;
import org.causal4j.graph.bayes.Evidence;
import org.causal4j.graph.bayes.InferenceBudgetException;
import org.causal4j.graph.bayes.IntervenedNetwork;
import org.causal4j.graph.bayes.Marginals;
import org.causal4j.graph.bayes.MostProbable;
import org.causal4j.graph.bayes.MpeQuery;
import org.causal4j.graph.bayes.NetworkFormats;
import org.causal4j.graph.bayes.NetworkReading;
import org.causal4j.graph.bayes.NormalizedRows;
import org.causal4j.graph.bayes.Posterior;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to expect of a network's variables, on seeing some states and on setting others. */
@Command(
    name = "query",
    description =
        "posteriors of a Bayesian network, given what is seen (--given) and what is done (--do)")
final class QueryCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ImmutableList<String> METHODS =
      ImmutableList.of("exact", "lw", "gibbs", "lbp");

  private static final long MEBI = 1L << 20;

  @Mixin private OutputOptions output;

  @Parameters(
      paramLabel = "FILE",
      description = "the network: BIF, XMLBIF or UAI (BAYES), plain or gz, told by its text")
  private Path file;

  @Option(
      names = "--given",
      paramLabel = "A=x,B=y",
      description =
          "states that are seen, after --do if there is one; may be repeated. A name with a comma,"
              + " an equals sign or outer space stands in double quotes, or has a backslash"
              + " before the sign")
  private @Nullable List<String> given;

  @Option(
      names = "--do",
      paramLabel = "C=z",
      description = "states that are set by intervening; may be repeated")
  private @Nullable List<String> doing;

  @Option(
      names = "--target",
      paramLabel = "D,E|all",
      description =
          "the variables asked for, or all, as without --target and --mpe; may be repeated")
  private @Nullable List<String> target;

  @Option(
      names = "--mpe",
      description = "also the states of all variables that are most probable together")
  private boolean mpe;

  @Option(
      names = "--method",
      defaultValue = "exact",
      description =
          "exact, lw (likelihood weighting), gibbs or lbp (loopy belief propagation)"
              + " (default: ${DEFAULT-VALUE})")
  private String method;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "samples of lw, or sweeps of each of the four chains of gibbs")
  private @Nullable Integer samples;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "seed of lw and gibbs (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "ask so often and report the median time (default: ${DEFAULT-VALUE})")
  private int repeat;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "what exact inference may take; by default what the heap (-Xmx) allows")
  private @Nullable Long memory;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** What is asked: the network, after the intervention if there is one. */
  private record Model(
      Function<Long, CompiledNetwork> compile,
      Function<ApproximateMethod, ApproximateMarginals> approximate,
      Supplier<MpeQuery> mpe) {}

  /** What came out. */
  private record Answer(
      Function<String, Posterior> posteriors,
      OptionalDouble logProbabilityOfEvidence,
      @Nullable ApproximateMarginals approximate,
      long compileNanos,
      long queryNanos,
      double largestTable) {}

  @Override
  public Integer call() throws IOException {
    Preconditions.checkArgument(
        METHODS.contains(method), "--method: no method '%s'; known are %s", method, METHODS);
    Preconditions.checkArgument(repeat >= 1, "--repeat: %s is below 1", repeat);
    Preconditions.checkArgument(
        !mpe || method.equals("exact"), "--mpe: is found exactly, not by --method %s", method);
    long start = System.nanoTime();
    NetworkReading reading = NetworkFormats.readReport(file);
    long readNanos = System.nanoTime() - start;
    BayesianNetwork network = reading.network();
    Evidence evidence = Evidence.of(NamesOption.states("--given", orNone(given)));
    ImmutableMap<String, String> done = NamesOption.states("--do", orNone(doing));
    ImmutableList<String> targets = targets(network);
    Model model = model(network, evidence, done);
    Answer answer = method.equals("exact") ? exact(model, evidence) : approximate(model, network);
    MostProbable best = mpe ? model.mpe.get().withBudget(budget()).find() : null;
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(reading, targets, answer, best, readNanos));
    } else {
      print(out, reading, targets, answer, best, readNanos);
    }
    out.flush();
    return 0;
  }

  private static List<String> orNone(@Nullable List<String> texts) {
    return texts == null ? ImmutableList.of() : texts;
  }

  private ImmutableList<String> targets(BayesianNetwork network) {
    ImmutableList<String> names = NamesOption.names("--target", orNone(target));
    if ((target == null && !mpe) || names.equals(ImmutableList.of("all"))) {
      return ImmutableList.copyOf(network.variables());
    }
    names.forEach(network::cpd); // an unknown one is told before any work is done
    return names;
  }

  private static Model model(
      BayesianNetwork network, Evidence evidence, ImmutableMap<String, String> done) {
    if (done.isEmpty()) {
      return new Model(
          network::compile,
          how -> network.approximateMarginals(evidence, how),
          () -> network.mpe().given(evidence));
    }
    Do all =
        done.entrySet().stream()
            .map(set -> Do.set(set.getKey(), set.getValue()))
            .reduce(Do::and)
            .orElseThrow();
    IntervenedNetwork after = network.intervene(all);
    return new Model(
        after::compile,
        how -> after.approximateMarginals(evidence, how),
        () -> after.mpe().given(evidence));
  }

  private long budget() {
    if (memory != null) {
      Preconditions.checkArgument(memory > 0, "--memory: %s is not above 0", memory);
      return memory * MEBI;
    }
    return Runtime.getRuntime().maxMemory(); // the engine leaves a part of it free
  }

  private Answer exact(Model model, Evidence evidence) {
    long start = System.nanoTime();
    CompiledNetwork compiled;
    try {
      compiled = model.compile.apply(budget());
    } catch (InferenceBudgetException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; here: --memory, -Xmx, or --method lw, gibbs or lbp", e);
    }
    long compileNanos = System.nanoTime() - start;
    Timed<Marginals> marginals = timed(() -> compiled.marginals(evidence));
    return new Answer(
        marginals.result::of,
        OptionalDouble.of(marginals.result.logProbabilityOfEvidence()),
        null,
        compileNanos,
        marginals.nanos,
        compiled.plan().largestTable());
  }

  private Answer approximate(Model model, BayesianNetwork network) {
    ApproximateMethod how = approximateMethod();
    Timed<ApproximateMarginals> marginals = timed(() -> model.approximate.apply(how));
    double largest = 0;
    for (String variable : network.variables()) {
      double rows = network.cpd(variable).rows();
      largest = Math.max(largest, rows * network.states(variable).size());
    }
    return new Answer(
        variable -> marginals.result.of(variable).posterior(),
        marginals.result.logProbabilityOfEvidence(),
        marginals.result,
        0,
        marginals.nanos,
        largest);
  }

  private ApproximateMethod approximateMethod() {
    switch (method) {
      case "lw" -> {
        var weighting = ApproximateMethod.LikelihoodWeighting.defaults(Seed.of(seed));
        return samples == null ? weighting : weighting.withSamples(samples);
      }
      case "gibbs" -> {
        var gibbs = ApproximateMethod.GibbsSampling.defaults(Seed.of(seed));
        return samples == null ? gibbs : gibbs.withSamples(samples);
      }
      default -> {
        return ApproximateMethod.LoopyPropagation.defaults();
      }
    }
  }

  private record Timed<T>(T result, long nanos) {}

  /** The answer, always the same, and the median of the times. */
  private <T> Timed<T> timed(Supplier<T> question) {
    long[] nanos = new long[repeat];
    long start = System.nanoTime();
    T result = question.get();
    nanos[0] = System.nanoTime() - start;
    for (int i = 1; i < repeat; i++) {
      start = System.nanoTime();
      result = question.get();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return new Timed<>(result, (nanos[(repeat - 1) / 2] + nanos[repeat / 2]) / 2);
  }

  private String json(
      NetworkReading reading,
      ImmutableList<String> targets,
      Answer answer,
      @Nullable MostProbable best,
      long readNanos)
      throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("network", String.valueOf(file.getFileName()));
    json.put("method", method);
    ObjectNode posteriors = json.putObject("posteriors");
    for (String variable : targets) {
      numbers(posteriors.putObject(variable), answer.posteriors.apply(variable).probabilities());
    }
    ApproximateMarginals approximate = answer.approximate;
    if (approximate != null) {
      ObjectNode errors = json.putObject("standardErrors");
      for (String variable : targets) {
        if (approximate.of(variable).hasStandardErrors()) {
          numbers(errors.putObject(variable), approximate.of(variable).standardErrors());
        }
      }
      json.put("report", approximate.report().toString());
    }
    answer.logProbabilityOfEvidence.ifPresentOrElse(
        value -> json.put("logProbabilityOfEvidence", Numbers.exact(value)),
        () -> json.putNull("logProbabilityOfEvidence"));
    if (best != null) {
      json.put("logProbabilityOfMpe", Numbers.exact(best.logProbability()));
      ObjectNode states = json.putObject("mpe");
      best.states().forEach(states::put);
    }
    json.put("readMillis", Numbers.millis(readNanos));
    json.put("compileMillis", Numbers.millis(answer.compileNanos));
    json.put("queryMillis", Numbers.millis(answer.queryNanos));
    json.put("largestTable", Math.round(answer.largestTable));
    warnings(reading, targets, answer).forEach(json.putArray("warnings")::add);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static void numbers(ObjectNode node, Map<String, Double> values) {
    values.forEach((state, value) -> node.put(state, Numbers.exact(value)));
  }

  /** Rows that were normalized, then what is said of the answer. */
  private ImmutableList<String> warnings(
      NetworkReading reading, ImmutableList<String> targets, Answer answer) {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    for (NormalizedRows rows : reading.normalized()) {
      warnings.add(file.getFileName() + ":" + rows);
    }
    return warnings.addAll(warnings(reading.network(), targets, answer)).build();
  }

  /** What is said of each target; where all are asked for, what is said of every one alike. */
  private static ImmutableSet<String> warnings(
      BayesianNetwork network, ImmutableList<String> targets, Answer answer) {
    Set<String> warnings = new LinkedHashSet<>();
    boolean all = targets.size() == network.variables().size();
    for (int i = 0; i < targets.size(); i++) {
      List<String> own = answer.posteriors.apply(targets.get(i)).warnings();
      if (all && i > 0) {
        warnings.retainAll(own);
      } else {
        warnings.addAll(own);
      }
    }
    return ImmutableSet.copyOf(warnings);
  }

  private void print(
      PrintWriter out,
      NetworkReading reading,
      ImmutableList<String> targets,
      Answer answer,
      @Nullable MostProbable best,
      long readNanos) {
    BayesianNetwork network = reading.network();
    out.printf(
        Locale.ROOT,
        "%s: %s, %d variables, %d edges; read in %.1f ms, compiled in %.1f ms, asked in %.3f ms,"
            + " largest table %,.0f entries%n",
        file.getFileName(),
        reading.format(),
        network.variables().size(),
        network.graph().directedEdges().size(),
        readNanos / 1e6,
        answer.compileNanos / 1e6,
        answer.queryNanos / 1e6,
        answer.largestTable);
    if (answer.approximate != null) {
      out.println(method + ": " + answer.approximate.report());
    }
    answer.logProbabilityOfEvidence.ifPresent(
        value -> out.println("ln P(evidence) = " + Numbers.exact(value).toPlainString()));
    for (String variable : targets) {
      print(out, answer, variable);
    }
    if (best != null) {
      out.println();
      out.println("most probable together, ln P = " + Numbers.exact(best.logProbability()));
      best.states().forEach((variable, state) -> out.println("  " + variable + " = " + state));
    }
    out.println();
    if (reading.normalizedRows() > 0) {
      out.printf(
          Locale.ROOT,
          "note: %d rows of %d tables missed 1 by up to 1e-6 and were normalized%n",
          reading.normalizedRows(),
          reading.normalized().size());
    }
    warnings(network, targets, answer).forEach(warning -> out.println("warning: " + warning));
  }

  private static void print(PrintWriter out, Answer answer, String variable) {
    out.println();
    out.println(variable);
    Map<String, Double> probabilities = answer.posteriors.apply(variable).probabilities();
    int width = probabilities.keySet().stream().mapToInt(String::length).max().orElse(0);
    probabilities.forEach(
        (state, p) -> {
          String line = "  " + state + " ".repeat(width - state.length() + 2) + Numbers.exact(p);
          ApproximateMarginals approximate = answer.approximate;
          OptionalDouble error =
              approximate == null
                  ? OptionalDouble.empty()
                  : approximate.of(variable).standardError(state);
          out.println(
              line
                  + (error.isPresent()
                      ? String.format(Locale.ROOT, "  ± %.1e", error.getAsDouble())
                      : ""));
        });
  }
}
