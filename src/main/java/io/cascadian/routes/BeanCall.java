package io.cascadian.routes;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * Reads which bean a node or an expression of a route calls, as it is written there.
 *
 * @param bean its name, with placeholders unresolved; null where it is a class
 * @param method with its arguments; null where Camel chooses it
 */
record BeanCall(String bean, String method) {

  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{bean:([\\w-]+)(?:[.:]+|\\?method=)(\\w+)");
  private static final Pattern METHOD_OF_URI = Pattern.compile("[?&]method=([^&(]+)");

  static BeanCall of(BeanDefinition node) {
    return new BeanCall(node.getRef(), node.getMethod());
  }

  /**
   * Reads the call of an endpoint {@code bean:}.
   *
   * @param address without options
   * @param uri with them
   */
  static BeanCall ofAddress(String address, String uri) {
    Matcher method = METHOD_OF_URI.matcher(String.valueOf(uri));
    return new BeanCall(address.substring("bean:".length()), method.find() ? method.group(1) : null);
  }

  /** Returns the calls that an expression makes when it is evaluated; none for null. */
  static List<BeanCall> in(ExpressionDefinition expression) {
    if (expression instanceof MethodCallExpression call) {
      return List.of(new BeanCall(call.getRef(), call.getMethod()));
    }
    if (expression == null || expression.getExpression() == null) {
      return List.of();
    }
    if ("bean".equals(expression.getLanguage())) {
      String[] parts = expression.getExpression().split("\\?method=|[.:]+", 2);
      return List.of(new BeanCall(parts[0], parts.length > 1 ? parts[1] : null));
    }
    return IN_TEXT.matcher(expression.getExpression()).results().map(found -> new BeanCall(found.group(1), found.group(2))).toList();
  }
}
