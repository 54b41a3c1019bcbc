package org.causal4j.embed;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.causal4j.core.matrix.FloatMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps vectors by what they are of: the model's fingerprint and the SHA-256 of the text. A text is
 * embedded once, in this run or an earlier one.
 *
 * <p>In a folder, each model has one file that is only appended to; every record carries a
 * checksum, so that a file cut short costs the records behind the cut and never gives a wrong
 * vector. A folder that can't be written still serves what it holds; new vectors are then kept in
 * memory only, {@link #problem()} says why, and one warning is logged. Two caches, of this process
 * or of two, may append to one folder at a time; they see each other's vectors when they are made
 * anew.
 *
 * <p>Safe to share between threads. All vectors of a model are held in memory, at 4 bytes a
 * dimension and about 150 more; a file larger than half the heap is not read.
 */
public final class EmbeddingCache {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingCache.class);

  private final Optional<Path> folder;
  private final Map<String, Map<HashCode, float[]>> vectors = new ConcurrentHashMap<>();
  private final Map<String, CacheFile> files = new ConcurrentHashMap<>();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private volatile Optional<String> problem = Optional.empty();

  private EmbeddingCache(Optional<Path> folder) {
    this.folder = folder;
  }

  /** A cache that ends with the process. */
  public static EmbeddingCache inMemory() {
    return new EmbeddingCache(Optional.empty());
  }

  /** A cache in a folder, which is made if it does not exist. */
  public static EmbeddingCache inFolder(Path folder) {
    EmbeddingCache cache = new EmbeddingCache(Optional.of(folder));
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        cache.giveUp(folder + " may not be written");
      }
    } catch (IOException e) {
      cache.giveUp(folder + " can't be used: " + e);
    }
    return cache;
  }

  /** The same provider, but for texts whose vectors are here. Closing it closes the provider. */
  public EmbeddingProvider wrap(EmbeddingProvider provider) {
    return new CachedProvider(this, provider);
  }

  /** How often vectors were here. */
  public CacheStatistics stats() {
    return new CacheStatistics(hits.get(), misses.get(), damaged.get());
  }

  /** Why nothing more is kept on disk although a folder was named; empty where all is well. */
  public Optional<String> problem() {
    return problem;
  }

  FloatMatrix embed(EmbeddingProvider provider, List<String> texts) {
    EmbeddingModelInfo model = provider.info();
    Batches.checkTexts(texts);
    Map<HashCode, float[]> known = vectors.computeIfAbsent(model.fingerprint(), key -> load(model));
    Map<HashCode, String> missing = new LinkedHashMap<>();
    for (String text : texts) {
      HashCode key = key(text);
      if (!known.containsKey(key)) {
        missing.put(key, text);
      }
    }
    if (!missing.isEmpty()) {
      FloatMatrix fresh = Batches.embedChecked(provider, List.copyOf(missing.values()));
      int row = 0;
      for (HashCode key : missing.keySet()) {
        // Of two threads that embed one text at a time, both give the vector that came first.
        known.putIfAbsent(key, fresh.row(row++));
      }
      append(model, List.copyOf(missing.keySet()), fresh);
    }
    hits.addAndGet(texts.size() - missing.size());
    misses.addAndGet(missing.size());
    FloatMatrix.Builder all = FloatMatrix.builder(texts.size(), model.dimension());
    for (int i = 0; i < texts.size(); i++) {
      all.setRow(i, Objects.requireNonNull(known.get(key(texts.get(i)))));
    }
    return all.build();
  }

  private static HashCode key(String text) {
    return Hashing.sha256().hashUnencodedChars(text);
  }

  private Map<HashCode, float[]> load(EmbeddingModelInfo model) {
    Map<HashCode, float[]> known = new ConcurrentHashMap<>();
    if (folder.isPresent()) {
      CacheFile file =
          new CacheFile(folder.get().resolve(model.fingerprint() + ".vectors"), model.dimension());
      files.put(model.fingerprint(), file);
      try {
        if (file.bytes() > Runtime.getRuntime().maxMemory() / 2) {
          giveUp(
              "%s has %d MB, more than half of the heap: raise -Xmx or remove it"
                  .formatted(file, file.bytes() >> 20));
          return known;
        }
        damaged.addAndGet(file.read(known));
      } catch (IOException e) {
        giveUp(file + " can't be read: " + e);
      }
    }
    return known;
  }

  private void append(EmbeddingModelInfo model, List<HashCode> keys, FloatMatrix fresh) {
    CacheFile file = files.get(model.fingerprint());
    if (file == null || problem.isPresent()) {
      return;
    }
    try {
      file.append(keys, fresh);
    } catch (IOException e) {
      giveUp(file + " can't be written: " + e);
    }
  }

  private synchronized void giveUp(String reason) {
    if (problem.isPresent()) {
      return;
    }
    String message = reason + "; new vectors are kept in memory only";
    problem = Optional.of(message);
    LOG.warn("embedding cache: {}", message);
  }

  @Override
  public String toString() {
    return "EmbeddingCache "
        + folder.map(path -> "in " + path).orElse("in memory")
        + ": "
        + stats()
        + problem.map(why -> "; " + why).orElse("");
  }
}
