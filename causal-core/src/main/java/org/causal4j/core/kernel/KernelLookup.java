package org.causal4j.core.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.ScalarBackend;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds providers, tries them, and notes why each was taken or not. */
final class KernelLookup {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final String PROPERTY = "causal4j.kernel";
  private static final int MAX_BROKEN = 16;

  /** A provider after its trial: either a backend, or a reason why there is none. */
  private record Trial(@Nullable KernelBackend backend, KernelInfo info) {}

  private final Map<String, KernelProvider> providers = new LinkedHashMap<>();
  private final List<KernelInfo> broken = new ArrayList<>();

  private KernelLookup() {}

  static Kernels scalar() {
    KernelInfo info = info(new ScalarProvider(), "CPU", "plain Java", "", true, "asked for", "");
    return new Kernels(new ScalarBackend(), info, List.of(info), defaultWorkers());
  }

  static Kernels automatic() {
    String name = System.getProperty(PROPERTY, "").trim();
    return name.isEmpty()
        ? found().choose()
        : named(name, "named by the system property " + PROPERTY);
  }

  static Kernels named(String name, String why) {
    KernelLookup lookup = found();
    KernelProvider provider = lookup.providers.get(name);
    if (provider == null) {
      List<String> reasons = lookup.broken.stream().map(KernelInfo::reason).toList();
      throw new KernelUnavailableException(
          name,
          "it is not among those on the class path "
              + lookup.providers.keySet()
              + (reasons.isEmpty() ? "" : ", and some did not load: " + reasons),
          "add the artifact that holds it (causal-simd holds vector, causal-nd4j nd4j, causal-pytorch"
              + " pytorch), or correct the name");
    }
    Trial trial = attempt(provider, why);
    if (trial.backend() == null) {
      throw new KernelUnavailableException(name, trial.info().reason(), trial.info().remedy());
    }
    List<KernelInfo> all = new ArrayList<>(List.of(trial.info()));
    for (KernelProvider other : lookup.byRank()) {
      if (other != provider) {
        all.add(info(other, "", "", "", false, "not asked for", ""));
      }
    }
    all.addAll(lookup.broken);
    return new Kernels(trial.backend(), trial.info(), all, defaultWorkers());
  }

  private static Workers defaultWorkers() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  private Kernels choose() {
    List<KernelInfo> refused = new ArrayList<>(broken);
    List<KernelInfo> unused = new ArrayList<>();
    Trial chosen = null;
    for (KernelProvider provider : byRank()) {
      if (chosen != null) {
        String reason = "not tried: " + chosen.info().name() + " ranks higher and works";
        unused.add(info(provider, "", "", "", false, reason, ""));
        continue;
      }
      Trial trial = attempt(provider, reasonOf(provider, refused));
      if (trial.backend() == null) {
        refused.add(trial.info());
      } else {
        chosen = trial;
      }
    }
    if (chosen == null || chosen.backend() == null) {
      throw new AssertionError("scalar Java failed its own test: " + refused);
    }
    for (KernelInfo info : refused) {
      LOG.info("kernel {} is not in use: {}; {}", info.name(), info.reason(), info.remedy());
    }
    List<KernelInfo> all = new ArrayList<>(List.of(chosen.info()));
    all.addAll(refused);
    all.addAll(unused);
    return new Kernels(chosen.backend(), chosen.info(), all, defaultWorkers());
  }

  private static String reasonOf(KernelProvider provider, List<KernelInfo> refused) {
    if (!refused.isEmpty()) {
      return "the next best after "
          + refused.stream().map(KernelInfo::name).collect(Collectors.joining(", "));
    }
    return provider instanceof ScalarProvider
        ? "no other provider is on the class path"
        : "the highest rank on the class path, and it agrees with scalar Java";
  }

  private List<KernelProvider> byRank() {
    return providers.values().stream()
        .sorted(
            Comparator.comparingInt(KernelProvider::rank)
                .reversed()
                .thenComparing(KernelProvider::name))
        .toList();
  }

  private static Trial attempt(KernelProvider provider, String why) {
    String device = "";
    String instructionSet = "";
    try {
      Availability availability = provider.probe();
      if (availability instanceof Availability.Unavailable no) {
        return new Trial(null, info(provider, "", "", "", false, no.reason(), no.remedy()));
      }
      if (availability instanceof Availability.Available yes) {
        device = yes.device();
        instructionSet = yes.instructionSet();
      }
      KernelBackend backend = provider.open();
      Optional<String> fault = SelfTest.fault(backend);
      if (fault.isEmpty()) {
        String scope = backend.capabilities().scope();
        return new Trial(backend, info(provider, device, instructionSet, scope, true, why, ""));
      }
      String reason = "self-test failed: " + fault.get();
      String remedy = "report it with the versions of the JVM and of the artifact";
      return new Trial(null, info(provider, device, instructionSet, "", false, reason, remedy));
    } catch (RuntimeException | LinkageError e) {
      String remedy = "check that its artifact and what it needs have matching versions";
      String reason = e.toString();
      return new Trial(null, info(provider, device, instructionSet, "", false, reason, remedy));
    }
  }

  private static KernelInfo info(
      KernelProvider provider,
      String device,
      String instructionSet,
      String scope,
      boolean chosen,
      String reason,
      String remedy) {
    return new KernelInfo(
        provider.name(), version(provider), device, instructionSet, scope, chosen, reason, remedy);
  }

  private static String version(KernelProvider provider) {
    try {
      return provider.version();
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }

  /** The providers that the thread's class loader sees, then those that the library's sees. */
  private static KernelLookup found() {
    KernelLookup lookup = new KernelLookup();
    lookup.providers.put(ScalarProvider.NAME, new ScalarProvider());
    lookup.addAll(ServiceLoader.load(KernelProvider.class));
    lookup.addAll(ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader()));
    return lookup;
  }

  private void addAll(ServiceLoader<KernelProvider> loader) {
    Iterator<KernelProvider> services = loader.iterator();
    int failures = 0;
    while (failures < MAX_BROKEN) {
      try {
        if (!services.hasNext()) {
          return;
        }
        KernelProvider provider = services.next();
        providers.putIfAbsent(provider.name(), provider);
      } catch (ServiceConfigurationError | LinkageError e) {
        // the iterator goes on to the next entry after an error
        failures++;
        KernelInfo info =
            new KernelInfo(
                "(a provider that did not load)",
                "",
                "",
                "",
                "",
                false,
                e.toString(),
                "check that its artifact has the version of causal-core");
        if (!broken.contains(info)) {
          broken.add(info);
        }
      }
    }
  }
}
