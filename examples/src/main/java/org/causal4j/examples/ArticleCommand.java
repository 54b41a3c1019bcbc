package org.causal4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.causal4j.graph.Do;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.SeeingVersusDoing;
import org.causal4j.graph.bayes.WorkedNetworks;
import org.causal4j.report.Language;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Why P(B|A) &gt; P(B|¬A) does not make A a cause of B: small networks in which what is seen is
 * known exactly, and so is what would happen if one acted.
 */
@Command(
    name = "article",
    description = "worked examples: what is seen, what would be done, and how far apart they are")
final class ArticleCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private OutputOptions output;

  @Option(
      names = "--lang",
      defaultValue = "en",
      description = "en or zh (default: ${DEFAULT-VALUE})")
  private String language;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** The worked examples; U is what nobody recorded. */
  private enum Example {
    G1("A has an effect, but most of what is seen is confounding", "A 有作用，但所见差异大部分来自混杂"),
    G2("The sign flips: seen together more often, yet A prevents B", "符号反转：一同出现更多，A 却抑制 B"),
    G3("No effect at all behind 0.6 against 0.4", "0.6 对 0.4 的背后毫无作用"),
    G3_LOW("No effect at all behind 0.3 against 0.2", "0.3 对 0.2 的背后毫无作用");

    private final String english;
    private final String chinese;

    Example(String english, String chinese) {
      this.english = english;
      this.chinese = chinese;
    }

    BayesianNetwork network() {
      return switch (this) {
        case G1 -> WorkedNetworks.g1();
        case G2 -> WorkedNetworks.g2();
        case G3 -> WorkedNetworks.g3();
        case G3_LOW -> WorkedNetworks.g3Low();
      };
    }

    String key() {
      return this == G3_LOW ? "G3low" : name();
    }
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Language chosen = Languages.of(language);
    if (output.json()) {
      spec.commandLine().getOut().println(json(chosen));
    } else {
      print(spec.commandLine().getOut(), chosen == Language.ZH);
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static SeeingVersusDoing compare(Example example) {
    return SeeingVersusDoing.of(example.network(), "a", "yes", "no", "b", "yes");
  }

  private static String json(Language language) throws JsonProcessingException {
    ObjectNode json = MAPPER.createObjectNode();
    for (Example example : Example.values()) {
      SeeingVersusDoing numbers = compare(example);
      ObjectNode row = json.putObject(example.key());
      row.put("title", language == Language.ZH ? example.chinese : example.english);
      row.put("seenTreated", numbers.seenTreated());
      row.put("seenControl", numbers.seenControl());
      row.put("association", numbers.association());
      row.put("doTreated", numbers.doneTreated().orElseThrow());
      row.put("doControl", numbers.doneControl().orElseThrow());
      row.put("ate", numbers.effect().orElseThrow());
      row.put("confoundingBias", numbers.confoundingBias().orElseThrow());
      row.putArray("bounds").add(numbers.lowerBound()).add(numbers.upperBound());
    }
    Chain chain = Chain.compute();
    ObjectNode row = json.putObject("chain");
    row.put("pA", chain.a);
    row.put("pAdoB", chain.aGivenDoB);
    row.put("pCgivenB", chain.cGivenB);
    row.put("pCdoB", chain.cGivenDoB);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /** A → B → C: acting on B does nothing to its cause, and to its effect what seeing it does. */
  private static final class Chain {
    private final double a;
    private final double aGivenDoB;
    private final double cGivenB;
    private final double cGivenDoB;

    private Chain(double a, double aGivenDoB, double cGivenB, double cGivenDoB) {
      this.a = a;
      this.aGivenDoB = aGivenDoB;
      this.cGivenB = cGivenB;
      this.cGivenDoB = cGivenDoB;
    }

    static Chain compute() {
      BayesianNetwork chain = WorkedNetworks.articleChain();
      return new Chain(
          chain.query("a").posterior().probability("yes"),
          chain.intervene(Do.set("b", "yes")).query("a").posterior().probability("yes"),
          chain.query("c").given("b", "yes").posterior().probability("yes"),
          chain.intervene(Do.set("b", "yes")).query("c").posterior().probability("yes"));
    }
  }

  private static void print(PrintWriter out, boolean chinese) {
    out.println(
        chinese
            ? "“看到”不等于“去做”：U 是没有人记录的原因（U→A，U→B）。"
            : "Seeing is not doing. U is a cause that nobody recorded (U -> A, U -> B).");
    String[] words =
        chinese
            ? new String[] {"看到", "去做", "关联", "作用 (ATE)", "混杂偏差", "仅凭数据，ATE 介于"}
            : new String[] {
              "seen",
              "done",
              "association",
              "effect (ATE)",
              "confounding bias",
              "the data alone allow an ATE of"
            };
    for (Example example : Example.values()) {
      SeeingVersusDoing n = compare(example);
      out.printf(
          Locale.ROOT, "%n%s  %s%n", example.key(), chinese ? example.chinese : example.english);
      out.printf(
          Locale.ROOT,
          "  %s  P(B|A)=%.2f  P(B|¬A)=%.2f   %s %+.2f%n",
          words[0],
          n.seenTreated(),
          n.seenControl(),
          words[2],
          n.association());
      out.printf(
          Locale.ROOT,
          "  %s  P(B|do(A))=%.2f  P(B|do(¬A))=%.2f   %s %+.2f%n",
          words[1],
          n.doneTreated().orElseThrow(),
          n.doneControl().orElseThrow(),
          words[3],
          plain(n.effect().orElseThrow()));
      out.printf(
          Locale.ROOT,
          "  %s %+.2f   %s [%.2f, %.2f]%n",
          words[4],
          plain(n.confoundingBias().orElseThrow()),
          words[5],
          n.lowerBound(),
          n.upperBound());
    }
    Chain chain = Chain.compute();
    out.printf(Locale.ROOT, "%nA -> B -> C%n");
    out.printf(
        Locale.ROOT,
        "  P(A)=%.2f  P(A|do(B))=%.2f   %s%n",
        chain.a,
        chain.aGivenDoB,
        chinese ? "干预结果不改变原因" : "acting on an effect does nothing to its cause");
    out.printf(
        Locale.ROOT,
        "  P(C|B)=%.2f  P(C|do(B))=%.2f   %s%n",
        chain.cGivenB,
        chain.cGivenDoB,
        chinese ? "无混杂时，看到与去做相同" : "without confounding, doing is seeing");
  }

  /** Rounds what is 0 but for rounding to 0, which has no sign. */
  private static double plain(double value) {
    return Math.abs(value) < 1e-12 ? 0 : value;
  }
}
