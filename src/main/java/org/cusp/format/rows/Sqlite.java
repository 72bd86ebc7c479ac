package org.cusp.format.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * A table as a database of SQLite. It is made in memory and given as the bytes of its file, so that
 * the file is written as all others are.
 *
 * @see <a href="https://www.sqlite.org/fileformat.html">Database file format</a>
 */
final class Sqlite {
  private static final String IN_MEMORY = "jdbc:sqlite::memory:";

  private Sqlite() {}

  /**
   * The file of a database with one table, whose columns are INTEGER, REAL or TEXT; one without a
   * cell is of no type.
   *
   * @throws InvalidInput if SQLite's library cannot be loaded here
   */
  static byte[] bytes(String table, Rows rows) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(IN_MEMORY);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      create(connection, table, rows);
      insert(connection, table, rows);
      connection.commit();
      return connection.unwrap(SQLiteConnection.class).serialize("main");
    } catch (SQLException | LinkageError e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidInput("SQLite cannot be used here (" + why + "); .csv needs nothing", e);
    }
  }

  private static void create(Connection connection, String table, Rows rows) throws SQLException {
    String columns =
        rows.columns().stream()
            .map(name -> quoted(name) + " " + type(rows.column(name)))
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE " + quoted(table) + " (" + columns + ")");
    }
  }

  private static void insert(Connection connection, String table, Rows rows) throws SQLException {
    String places = rows.columns().stream().map(name -> "?").collect(Collectors.joining(", "));
    String text = "INSERT INTO " + quoted(table) + " VALUES (" + places + ")";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (List<Object> row : rows.cells()) {
        for (int i = 0; i < row.size(); i++) {
          statement.setObject(i + 1, row.get(i));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static String type(List<Object> column) {
    List<Object> there = column.stream().filter(Objects::nonNull).toList();
    if (there.isEmpty()) {
      return "";
    }
    if (there.stream().anyMatch(String.class::isInstance)) {
      return "TEXT";
    }
    return there.stream().allMatch(Long.class::isInstance) ? "INTEGER" : "REAL";
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
