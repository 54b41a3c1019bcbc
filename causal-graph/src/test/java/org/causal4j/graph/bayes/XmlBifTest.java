package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlBifTest {
  /** With a document type of its own, as files of this format have it. */
  private static final String WITH_TYPE =
      """
      <?xml version="1.0" encoding="US-ASCII"?>
      <!-- a remark -->
      <!DOCTYPE BIF [
        <!ELEMENT BIF ( NETWORK )*>
          <!ATTLIST BIF VERSION CDATA #REQUIRED>
        <!ELEMENT NETWORK ( NAME, ( PROPERTY | VARIABLE | DEFINITION )* )>
        <!ELEMENT NAME (#PCDATA)>
      ]>
      <BIF VERSION="0.3">
      <NETWORK><NAME>Rain</NAME>
      <PROPERTY>anything &amp; more</PROPERTY>
      <DEFINITION>
        <FOR>wet</FOR> <GIVEN>rain</GIVEN> <GIVEN>hose</GIVEN>
        <TABLE> <!-- rain=no, hose=off --> .9 .1  .4 6e-1
          0.2 0.8 <!-- rain=yes, hose=on --> 0 1 </TABLE>
      </DEFINITION>
      <VARIABLE TYPE="nature"><NAME> rain </NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
      <VARIABLE TYPE="nature"><NAME>hose</NAME><VALUE>off</VALUE><VALUE>on</VALUE>
        <PROPERTY>position = (1, 2)</PROPERTY></VARIABLE>
      <VARIABLE TYPE="nature"><NAME>wet</NAME><OUTCOME>&lt;1&#32;mm</OUTCOME><OUTCOME>more</OUTCOME></VARIABLE>
      <DEFINITION><FOR>rain</FOR><TABLE>.75 .25</TABLE></DEFINITION>
      <DEFINITION><FOR>hose</FOR><TABLE>.5 .5</TABLE></DEFINITION>
      </NETWORK>
      </BIF>
      """;

  @Test
  void parseXmlBif_withDocumentTypeAndCommentsInAnyOrder_isRead() {
    BayesianNetwork net = NetworkFormats.parseXmlBif(WITH_TYPE);
    assertThat(net.variables()).containsExactly("rain", "hose", "wet");
    assertThat(net.states("wet")).containsExactly("<1 mm", "more");
    // the child's states change fastest, the first parent's slowest
    assertThat(net.cpd("wet").row("no", "on")).containsExactly(.4, .6);
    assertThat(net.cpd("wet").row("yes", "off")).containsExactly(.2, .8);
    assertThat(NetworkFormats.parseXmlBif(NetworkFormats.toXmlBif(net))).isEqualTo(net);
  }

  @Test
  void toXmlBif_ofNamesWithSigns_readsBackEqual() {
    BayesianNetwork net =
        BayesianNetwork.builder()
            .variable("单价 & \"元\"\t𝄞", "<5", ">=5", "a\r\nb", "]]>")
            .cpd("单价 & \"元\"\t𝄞", .1, .2, .3, .4)
            .build();
    assertThat(NetworkFormats.parseXmlBif(NetworkFormats.toXmlBif(net))).isEqualTo(net);
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a\n", "\u0001", "\uD834", "\uFFFE"})
  void toXmlBif_ofANameThatXmlCannotHold_isRefused(String state) {
    BayesianNetwork net =
        BayesianNetwork.builder().variable("v", state, "other").cpd("v", .5, .5).build();
    assertThatThrownBy(() -> NetworkFormats.toXmlBif(net))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can't hold");
  }

  /** What an entity stands for is never looked up: neither in the text nor in a file. */
  @Test
  void parseXmlBif_withEntities_doesNotResolveThem(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
    for (String declared :
        List.of("\"rain\"", "SYSTEM \"" + secret.toUri() + "\"", "\"&e;&e;&e;&e;\"")) {
      String text =
          WITH_TYPE
              .replace("<!ELEMENT NAME (#PCDATA)>", "<!ENTITY e " + declared + ">")
              .replace("<NAME> rain </NAME>", "<NAME>&e;</NAME>");
      assertThatThrownBy(() -> NetworkFormats.parseXmlBif(text))
          .isInstanceOf(DataFormatException.class)
          .hasMessageStartingWith("xmlbif:17:")
          .hasMessageNotContaining("secret");
    }
    String outside =
        WITH_TYPE.replaceFirst(
            "(?s)<!DOCTYPE.*?\\]>", "<!DOCTYPE BIF SYSTEM \"" + secret.toUri() + "\">");
    assertThat(NetworkFormats.parseXmlBif(outside))
        .isEqualTo(NetworkFormats.parseXmlBif(WITH_TYPE));
  }

  @Test
  void readXmlBif_inTheEncodingThatItDeclares_isRead(@TempDir Path folder) throws Exception {
    String text =
        NetworkFormats.toXmlBif(
                BayesianNetwork.builder()
                    .variable("Größe", "klein", "groß")
                    .cpd("Größe", .5, .5)
                    .build())
            .replace("UTF-8", "ISO-8859-1");
    Path file = folder.resolve("latin.xml");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(BayesianNetwork.read(file).variables()).containsExactly("Größe");
  }

  @Test
  void readXmlBif_ofBytesThatAreNoText_tellsTheirPlace() {
    byte[] bytes = WITH_TYPE.getBytes(StandardCharsets.UTF_8);
    bytes[WITH_TYPE.indexOf("hose</NAME>")] = (byte) 0xE4;
    assertThatThrownBy(() -> new XmlBifReader(new SourceText("b.xml", bytes)).read())
        .isInstanceOf(DataFormatException.class)
        .hasMessage("b.xml:18:31: the bytes from here on are not written in US-ASCII");
    assertThatThrownBy(() -> NetworkFormats.parseXmlBif(WITH_TYPE.replace("US-ASCII", "none")))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("xmlbif:1:31: there is no encoding 'none'");
  }

  private static final String HEAD =
      """
      <BIF VERSION="0.3"><NETWORK><NAME>n</NAME>
      <VARIABLE TYPE="nature"><NAME>a</NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
      <VARIABLE TYPE="nature"><NAME>b</NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
      <DEFINITION><FOR>a</FOR><TABLE>0.25 0.75</TABLE></DEFINITION>
      """;

  private static final String FOR_B = "<DEFINITION><FOR>b</FOR><GIVEN>a</GIVEN><TABLE>";
  private static final String END = "</TABLE></DEFINITION></NETWORK></BIF>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "B.5 .6 1 0E~5~48~sums to 1.1",
        "B.5 .5 1 .1E~5~54~sums to 1.1",
        "B.5 .5 1E~5~48~has 3 entries, not 4",
        "BE~5~48~too short for 4 entries",
        "B.5 .5 1 0 0E~5~58~more than 4 entries",
        "B.5 .5 x 0E~5~54~expected a finite number",
        "B.5 .5 NaN 0E~5~54~expected a finite number",
        "B.5 .5 1d 0E~5~54~expected a finite number",
        "B1.5 -.5 1 0E~5~48~no probability",
        "B<x/>E~5~48~not text alone",
        "<DEFINITION><FOR>b</FOR><GIVEN>c</GIVEN><TABLE>1E~5~32~c is not declared",
        "<DEFINITION><FOR>c</FOR><TABLE>1E~5~18~c is not declared",
        "<DEFINITION><FOR>b</FOR><GIVEN>b</GIVEN><TABLE>1E~5~32~named twice",
        "<DEFINITION><FOR>a</FOR><TABLE>.5 .5E~5~18~two tables",
        "<DEFINITION><FOR>a</FOR><FOR>b</FOR><TABLE>.5 .5E~5~30~two variables at once",
        "<DEFINITION><FOR>b</FOR></DEFINITION></NETWORK></BIF>~5~13~no table",
        "<DEFINITION></DEFINITION></NETWORK></BIF>~5~13~for no variable",
        "<VARIABLE><NAME>a</NAME><OUTCOME>x</OUTCOME></VARIABLE></NETWORK></BIF>~5~17~declared twice",
        "<VARIABLE><NAME>c</NAME><OUTCOME>x</OUTCOME><OUTCOME>x</OUTCOME></VARIABLE>~5~54~named twice",
        "<VARIABLE><NAME>c</NAME></VARIABLE></NETWORK></BIF>~5~17~no states",
        "<VARIABLE><NAME> </NAME></VARIABLE></NETWORK></BIF>~5~17~NAME is empty",
        "<VARIABLE TYPE='decision'><NAME>c</NAME></VARIABLE>~5~27~only variables of type nature",
        "<UTILITY/>~5~11~expected NAME, PROPERTY, VARIABLE or DEFINITION",
        "B.5 .5 1 0</TABLE>~6~1~not well-formed XML",
        "</NETWORK></BIF>~3~31~variable b has no table",
        "</NETWORK><NETWORK></NETWORK></BIF>~5~20~second network",
        "</NETWORK>x</BIF>~5~11~elements only",
      })
  void parseXmlBif_ofBrokenText_tellsLineAndColumn(
      String text, long line, int column, String problem) {
    String whole = HEAD + text.replaceFirst("^B", FOR_B).replaceFirst("E$", END) + "\n";
    assertThatThrownBy(() -> NetworkFormats.parseXmlBif(whole))
        .isInstanceOfSatisfying(
            DataFormatException.class,
            e -> {
              assertThat(e).hasMessageContaining(problem);
              assertThat(List.of(e.line(), (long) e.column()))
                  .as(e.getMessage())
                  .containsExactly(line, (long) column);
            });
  }

  @Test
  void parseXmlBif_ofACycle_namesItWhereATableOfItStands() {
    String text =
        HEAD.replace("<FOR>a</FOR><TABLE>0.25 0.75", "<FOR>a</FOR><GIVEN>b</GIVEN><TABLE>1 0 1 0")
            + FOR_B
            + "1 0 1 0"
            + END;
    assertThatThrownBy(() -> NetworkFormats.parseXmlBif(text))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("xmlbif:4:18: the parents form the cycle a -> b -> a");
  }
}
