package io.cascadian.routes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Creates substitutes of beans for the validation of routes: of the same type, without effect. Stateless. */
final class StubBeans {

  private static final InvocationHandler NOTHING = (proxy, method, arguments) -> switch (method.getName()) {
    case "equals" -> proxy == arguments[0];
    case "hashCode" -> System.identityHashCode(proxy);
    case "toString" -> "stub";
    default -> nothing(method.getReturnType());
  };

  private StubBeans() {}

  static Object of(Class<?> type) {
    if (IdempotentRepository.class.isAssignableFrom(type)) {
      // Camel asks it how it is filled
      return new MemoryIdempotentRepository();
    }
    if (DataSource.class.isAssignableFrom(type)) {
      return new NoDatabase();
    }
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    collect(type, interfaces);
    return interfaces.isEmpty() ? new Object() : Proxy.newProxyInstance(StubBeans.class.getClassLoader(), interfaces.toArray(Class<?>[]::new), NOTHING);
  }

  private static void collect(Class<?> type, Set<Class<?>> interfaces) {
    if (type.isInterface() && Modifier.isPublic(type.getModifiers())) {
      interfaces.add(type);
    }
    for (Class<?> parent : type.getInterfaces()) {
      collect(parent, interfaces);
    }
    if (type.getSuperclass() != null) {
      collect(type.getSuperclass(), interfaces);
    }
  }

  private static Object nothing(Class<?> type) {
    if (!type.isPrimitive() || type == void.class) {
      return null;
    }
    return type == boolean.class ? (Object) false : type == char.class ? (Object) '\0' : type == long.class ? (Object) 0L
        : type == double.class ? (Object) 0d : type == float.class ? (Object) 0f : type == short.class ? (Object) (short) 0
        : type == byte.class ? (Object) (byte) 0 : (Object) 0;
  }

  /** Replaces a database that endpoints refer to; never connects. */
  private static final class NoDatabase extends AbstractDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("nothing is connected to while routes are tried");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      return getConnection();
    }
  }
}
