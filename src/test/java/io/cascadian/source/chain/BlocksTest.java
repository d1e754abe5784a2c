package io.cascadian.source.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which blocks belong to one chain; what is asked of the node for it is tested with {@link ChainSourceTest}. */
class BlocksTest {

  private final Blocks blocks = new Blocks(null);

  @BeforeEach
  void aBlockIsKnown() throws ReorganisedException {
    blocks.learn(new Block(5, "0x5", "0x4", 50));
  }

  @Test
  void consecutiveBlocks_areOneChain() throws Exception {
    blocks.learn(new Block(6, "0x6", "0x5", 52));
    blocks.learn(new Block(4, "0x4", "0x3", 50));
    blocks.learn(new Block(9, "0x9", "0x8", 58));
    blocks.learn(new Block(5, "0x5", "0x4", 50));
    assertThat(blocks.get(6)).isEqualTo(new Block(6, "0x6", "0x5", 52));
  }

  @Test
  void otherBlockOfSameNumber_isReorganisation() {
    assertThatThrownBy(() -> blocks.learn(new Block(5, "0x5b", "0x4", 50))).isInstanceOf(ReorganisedException.class);
  }

  @Test
  void neighbourOfOtherBranch_isReorganisation() {
    assertThatThrownBy(() -> blocks.learn(new Block(6, "0x6", "0x5b", 52))).isInstanceOf(ReorganisedException.class);
    assertThatThrownBy(() -> blocks.learn(new Block(4, "0x4b", "0x3", 48))).isInstanceOf(ReorganisedException.class);
  }

  @Test
  void decreasingTime_isRejected() {
    assertThatThrownBy(() -> blocks.learn(new Block(6, "0x6", "0x5", 49))).isInstanceOf(ReorganisedException.class);
    assertThatThrownBy(() -> blocks.learn(new Block(4, "0x4", "0x3", 51))).isInstanceOf(ReorganisedException.class);
  }

  @Test
  void forgottenBlocks_allowNewBranch() throws ReorganisedException {
    blocks.forget();
    assertThat(blocks.learn(new Block(6, "0x6b", "0x5b", 52)).hash()).isEqualTo("0x6b");
  }
}
