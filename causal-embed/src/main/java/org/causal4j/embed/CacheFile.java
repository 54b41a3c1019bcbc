package org.causal4j.embed;

import com.google.common.hash.HashCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.causal4j.core.matrix.FloatMatrix;

/**
 * Records of one length: SHA-256 of the text, the vector, a CRC-32C of both. A crash can leave one
 * record in part at the end; it is cut off before the next is appended, so that all later ones are
 * in their places.
 */
final class CacheFile {
  private static final int KEY_BYTES = 32;
  private static final int CHECK_BYTES = 8;
  private static final long LOCK_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOCK_PAUSE_MILLIS = 2;

  private final Path path;
  private final int dimension;
  private final int recordBytes;

  CacheFile(Path path, int dimension) {
    this.path = path;
    this.dimension = dimension;
    this.recordBytes = KEY_BYTES + Float.BYTES * dimension + CHECK_BYTES;
  }

  /** Its size, 0 where there is none. */
  long bytes() throws IOException {
    return Files.exists(path) ? Files.size(path) : 0;
  }

  /** Reads all whole records and returns the number of the others. */
  synchronized long read(Map<HashCode, float[]> known) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    long damaged = 0;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      byte[] bytes = new byte[recordBytes];
      ByteBuffer record = ByteBuffer.wrap(bytes);
      long records = channel.size() / recordBytes;
      for (long r = 0; r < records; r++) {
        record.clear();
        while (record.hasRemaining() && channel.read(record) >= 0) {
          // a channel may give less than was asked for
        }
        if (!add(bytes, known)) {
          damaged++;
        }
      }
      return damaged + (channel.size() % recordBytes == 0 ? 0 : 1);
    }
  }

  private boolean add(byte[] bytes, Map<HashCode, float[]> known) {
    ByteBuffer record = ByteBuffer.wrap(bytes);
    if (record.getLong(recordBytes - CHECK_BYTES) != check(bytes)) {
      return false;
    }
    byte[] key = new byte[KEY_BYTES];
    record.get(key);
    float[] vector = new float[dimension];
    record.asFloatBuffer().get(vector);
    known.put(HashCode.fromBytes(key), vector);
    return true;
  }

  synchronized void append(List<HashCode> keys, FloatMatrix vectors) throws IOException {
    try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      long end = channel.size() - channel.size() % recordBytes;
      if (lock.isValid()) {
        channel.truncate(end);
      }
      channel.position(end);
      for (int i = 0; i < keys.size(); i++) {
        byte[] bytes = new byte[recordBytes];
        ByteBuffer record = ByteBuffer.wrap(bytes);
        record.put(keys.get(i).asBytes());
        for (float value : vectors.row(i)) {
          record.putFloat(value);
        }
        record.putLong(check(bytes));
        record.flip();
        while (record.hasRemaining()) {
          channel.write(record);
        }
      }
    }
  }

  /** Waits for other processes, and for other caches of this one, which the JVM refuses instead. */
  private static FileLock lock(FileChannel channel) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        if (System.nanoTime() - start > LOCK_PATIENCE_NANOS) {
          throw new IOException("another cache of this process holds its lock for too long", e);
        }
      }
      try {
        Thread.sleep(LOCK_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while another cache was writing");
      }
    }
  }

  private long check(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, recordBytes - CHECK_BYTES);
    return crc.getValue();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
