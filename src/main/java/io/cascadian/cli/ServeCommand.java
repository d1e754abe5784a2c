package io.cascadian.cli;

import io.cascadian.runtime.Service;
import io.cascadian.settings.Settings;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "serve", mixinStandardHelpOptions = true,
    description = "Runs the service until it is stopped: schedule, drop folder, HTTP. With the sandbox source a nightly run starts at once.")
public final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Mixin
  private CommonOptions options;

  @Override
  public Integer call() throws Exception {
    return stay(options.settings());
  }

  /** Runs the service until the process is asked to end. */
  public static int stay(Settings settings) throws Exception {
    PrintStream console = System.out;
    CountDownLatch end = new CountDownLatch(1);
    Service service = Service.start(settings, console, true);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      service.close();
      end.countDown();
    }, "shutdown"));
    console.println("Cascadian is up: " + service.url() + "/api/health");
    console.println(service.nextNightly());
    if (service.runsAtStart()) {
      runAtStart(service);
      console.println("The service stays up: " + service.url() + "/api/health · " + service.url() + "/api/nightly/runs · Ctrl-C ends it");
    }
    console.flush();
    end.await();
    return 0;
  }

  /** Keeps the service running whatever its result: the run is recorded, or resumed later. */
  private static void runAtStart(Service service) {
    try {
      service.nightly("start");
    } catch (RuntimeException e) {
      LOG.error("{}", e.getMessage());
      LOG.debug("Details", e);
    }
  }
}
