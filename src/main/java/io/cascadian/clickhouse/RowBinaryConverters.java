package io.cascadian.clickhouse;

import io.cascadian.store.RowBinary;
import java.io.InputStream;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** Converts bodies of encoded rows to streams, again for each delivery, for any endpoint. */
public final class RowBinaryConverters implements TypeConverterLoader {

  @Override
  public void load(TypeConverterRegistry registry) {
    registry.addTypeConverter(InputStream.class, RowBinary.class,
        new SimpleTypeConverter(false, (type, exchange, value) -> ((RowBinary) value).newInputStream()));
  }
}
