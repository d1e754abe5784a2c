package io.cascadian.runtime;

import io.cascadian.store.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Configures Quartz with a clustered job store in the service's Postgres, which all processes of an installation share. */
final class QuartzOnPostgres {

  private static final String NAME = "cascadian";

  private QuartzOnPostgres() {}

  /** Creates the component for {@code quartz:} endpoints. */
  static QuartzComponent component(Instance instance, Postgres postgres) {
    String source = NAME + "-" + UUID.randomUUID();
    // Quartz finds a pool by name in a registry of the whole process
    DBConnectionManager.getInstance().addConnectionProvider(source, new Pool(postgres));
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", NAME);
    properties.setProperty("org.quartz.scheduler.instanceId", instance.name());
    properties.setProperty("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
    properties.setProperty("org.quartz.threadPool.threadCount", "4");
    properties.setProperty("org.quartz.jobStore.class", JobStoreTX.class.getName());
    properties.setProperty("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
    properties.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
    properties.setProperty("org.quartz.jobStore.isClustered", "true");
    // without it a trigger is read, then marked as taken if it is waiting: it is again when another process has fired it in between
    properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
    properties.setProperty("org.quartz.jobStore.misfireThreshold", "60000");
    properties.setProperty("org.quartz.jobStore.dataSource", source);
    QuartzComponent component = new QuartzComponent();
    component.setProperties(properties);
    // the scheduler's name must not depend on the name of the Camel context, because all processes share it
    component.setPrefixInstanceName(false);
    // the service has waited for runs in progress before
    component.setInterruptJobsOnShutdown(true);
    return component;
  }

  /** Provides connections of the service's pool to Quartz. */
  private record Pool(Postgres postgres) implements ConnectionProvider {

    @Override
    public Connection getConnection() throws SQLException {
      return postgres.dataSource().getConnection();
    }

    @Override
    public void initialize() {
      // the pool is open already
    }

    @Override
    public void shutdown() {
      // the owner closes the pool
    }
  }
}
