package io.cascadian.dev.sandbox;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.Document;
import graphql.language.EnumValue;
import graphql.language.Field;
import graphql.language.FloatValue;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.NonNullType;
import graphql.language.NullValue;
import graphql.language.ObjectValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses a query into its one operation, with fragments spread in and variables replaced. */
final class QueryDocument {

  /**
   * Describes a selected field of a query.
   *
   * @param key its alias, or its name
   * @param arguments plain values: String, Number, Boolean, List, Map, null
   * @param selection empty for a leaf
   */
  record Selected(String key, String name, Map<String, Object> arguments, List<Selected> selection) {}

  private final OperationDefinition operation;
  private final Map<String, FragmentDefinition> fragments = new LinkedHashMap<>();

  private QueryDocument(OperationDefinition operation) {
    this.operation = operation;
  }

  /** @throws QueryException when the text is no query with exactly one operation */
  static QueryDocument parse(String text) {
    Document document;
    try {
      document = Parser.parse(text);
    } catch (InvalidSyntaxException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLine();
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumn();
      throw new QueryException("Unexpected `" + e.getOffendingToken() + "[" + e.getMessage() + "]`", line, column);
    }
    List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.isEmpty()) {
      throw new QueryException("The query is empty");
    }
    if (operations.size() > 1) {
      throw new QueryException("Operation name required");
    }
    if (operations.get(0).getOperation() != OperationDefinition.Operation.QUERY) {
      throw new QueryException("Only queries are supported");
    }
    QueryDocument parsed = new QueryDocument(operations.get(0));
    document.getDefinitionsOfType(FragmentDefinition.class).forEach(f -> parsed.fragments.put(f.getName(), f));
    return parsed;
  }

  /** Returns the selected top-level fields under these variables. */
  List<Selected> fields(Map<String, Object> variables) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (VariableDefinition definition : operation.getVariableDefinitions()) {
      String name = definition.getName();
      if (variables.containsKey(name)) {
        values.put(name, variables.get(name));
      } else if (definition.getDefaultValue() != null) {
        values.put(name, plain(definition.getDefaultValue(), Map.of()));
      }
      if (definition.getType() instanceof NonNullType && values.get(name) == null) {
        throw new QueryException("No value provided for required variable `" + name + "`");
      }
    }
    return selection(operation.getSelectionSet(), values);
  }

  private List<Selected> selection(SelectionSet set, Map<String, Object> variables) {
    List<Selected> selected = new ArrayList<>();
    if (set == null) {
      return selected;
    }
    for (Selection<?> selection : set.getSelections()) {
      if (selection instanceof Field field) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Argument argument : field.getArguments()) {
          if (!(argument.getValue() instanceof VariableReference reference) || variables.containsKey(reference.getName())) {
            arguments.put(argument.getName(), plain(argument.getValue(), variables));
          }
        }
        selected.add(new Selected(
            field.getAlias() == null ? field.getName() : field.getAlias(), field.getName(), arguments,
            selection(field.getSelectionSet(), variables)));
      } else if (selection instanceof InlineFragment inline) {
        selected.addAll(selection(inline.getSelectionSet(), variables));
      } else if (selection instanceof FragmentSpread spread) {
        FragmentDefinition fragment = fragments.get(spread.getName());
        if (fragment == null) {
          throw new QueryException("Unknown fragment \"" + spread.getName() + "\".");
        }
        selected.addAll(selection(fragment.getSelectionSet(), variables));
      }
    }
    return selected;
  }

  private static Object plain(Value<?> value, Map<String, Object> variables) {
    if (value instanceof VariableReference reference) {
      if (!variables.containsKey(reference.getName())) {
        throw new QueryException("Variable \"$" + reference.getName() + "\" is not defined.");
      }
      return variables.get(reference.getName());
    }
    if (value instanceof StringValue text) {
      return text.getValue();
    }
    if (value instanceof IntValue number) {
      return number.getValue();
    }
    if (value instanceof FloatValue number) {
      return number.getValue();
    }
    if (value instanceof BooleanValue flag) {
      return flag.isValue();
    }
    if (value instanceof EnumValue name) {
      return name.getName();
    }
    if (value instanceof NullValue) {
      return null;
    }
    if (value instanceof ArrayValue array) {
      List<Object> list = new ArrayList<>();
      array.getValues().forEach(v -> list.add(plain(v, variables)));
      return list;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    ((ObjectValue) value).getObjectFields().forEach(f -> map.put(f.getName(), plain(f.getValue(), variables)));
    return map;
  }
}
