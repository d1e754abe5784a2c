package io.cascadian.runtime;

import io.cascadian.resolution.DropFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.PollingConsumerPollStrategy;

/**
 * Connects a {@code file:} endpoint with {@link DropFolder}: as its poll strategy before each poll, and as its process strategy for each file.
 *
 * <p>The endpoint's option {@code move} names the target, but files are moved before the route receives them, so that a failing route does not lose them.
 * Supports one endpoint at a time.
 */
public final class DropFolderStrategy implements PollingConsumerPollStrategy, GenericFileProcessStrategy<File> {

  private final DropFolder folder;

  public DropFolderStrategy(DropFolder folder) {
    this.folder = folder;
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    folder.prepare(endpoint instanceof GenericFileEndpoint<?> files ? files.getIncludePattern() : null);
    return true;
  }

  @Override
  public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
    // each file was moved before the route saw it
  }

  /** Leaves a failed poll to the next one. */
  @Override
  public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
    return false;
  }

  @Override
  public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) throws IOException {
    folder.deleteLeftOver();
  }

  @Override
  public boolean begin(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange, GenericFile<File> file)
      throws IOException {
    if (endpoint.getMove() == null) {
      throw new IllegalStateException("the endpoint has no option 'move', which names where dropped files wait; write move: \".inbox/${file:onlyname}\"");
    }
    Optional<Path> taken = folder.take(file.getFile().toPath(), endpoint.getMove().evaluate(exchange, String.class));
    taken.ifPresent(path -> FileConsumer.asGenericFile(path.getParent().toString(), path.toFile(), endpoint.getCharset(), false).bindToExchange(exchange));
    return taken.isPresent();
  }

  @Override
  public void abort(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange, GenericFile<File> file) {
    // the file stays in the drop folder
  }

  @Override
  public void commit(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange, GenericFile<File> file) {
    // it is with the waiting ones
  }

  @Override
  public void rollback(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange, GenericFile<File> file) {
    // it is with the waiting ones
  }
}
