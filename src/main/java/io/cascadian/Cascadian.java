package io.cascadian;

public final class Cascadian {
  public static void main(String[] args) { System.out.println("hello"); }
}
