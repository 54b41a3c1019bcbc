package org.causal4j.embed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.causal4j.embed.spi.EmbeddingProviderFactory;

/**
 * The factories that can be seen from here.
 *
 * @param byName the first one found for each name
 * @param problems what kept others from loading
 */
record Factories(
    ImmutableMap<String, EmbeddingProviderFactory> byName, ImmutableList<String> problems) {

  static Factories find() {
    Map<String, EmbeddingProviderFactory> byName = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    collect(ServiceLoader.load(EmbeddingProviderFactory.class), byName, problems);
    ClassLoader own = Factories.class.getClassLoader();
    if (own != Thread.currentThread().getContextClassLoader()) {
      collect(ServiceLoader.load(EmbeddingProviderFactory.class, own), byName, problems);
    }
    return new Factories(ImmutableMap.copyOf(byName), ImmutableList.copyOf(problems));
  }

  private static void collect(
      ServiceLoader<EmbeddingProviderFactory> loader,
      Map<String, EmbeddingProviderFactory> byName,
      List<String> problems) {
    Iterator<EmbeddingProviderFactory> factories = loader.iterator();
    while (true) {
      // A broken entry must hide neither the entries behind it nor itself.
      try {
        if (!factories.hasNext()) {
          return;
        }
        EmbeddingProviderFactory factory = factories.next();
        for (String name : factory.names()) {
          byName.putIfAbsent(name, factory);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        problems.add(e.toString());
      }
    }
  }
}
